"""Whom a receipt is about: found by number and birth date, then told apart by sex and kana (R13)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.scheme.names import kana_key


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the register knows under the stated insurer, symbol and number. branch: None while it knows none."""

    person_id: int
    birth_on: date
    sex: str
    kana: str
    branch: str | None


def identify(
    candidates: Iterable[Candidate], birth_on: date, sex: str, kana: str, branch: str | None
) -> tuple[int, ...]:
    """The ids of the persons that fit: none is unknown, several cannot be told apart.

    Sex, kana and at last the branch decide only between several, and only where somebody fits: a slip of the pen in
    one of them loses nobody who is alone with that number and birth date.
    """
    fitting = [each for each in candidates if each.birth_on == birth_on]
    if _one(fitting):
        return _ids(fitting)
    spoken = kana_key(kana)
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda each: each.sex == sex,
        lambda each: kana_key(each.kana) == spoken,
        lambda each: each.branch is not None and each.branch == branch,
    )
    for test in tests:
        fitting = [each for each in fitting if test(each)] or fitting
        if _one(fitting):
            break
    return _ids(fitting)


def _one(candidates: Sequence[Candidate]) -> bool:
    return len(_ids(candidates)) <= 1


def _ids(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """A person may hold the same card for several periods."""
    return tuple(dict.fromkeys(each.person_id for each in candidates))
