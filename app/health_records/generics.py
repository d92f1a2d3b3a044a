"""What switching to generics saves: per item and per year, at the patient's own share (R15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.health_records.episodes import Episode, episodes, ingredient_key
from app.health_records.records import Answered, Dispensing, DrugHistory, Medicine

_YEAR = timedelta(days=365)


DECLINED, WANTED = "declined", "wanted"
_GENERIC = "generic:"


def generic_key(medicine: Medicine) -> str:
    """Names the question whether this patient wants generics of this ingredient."""
    return f"{_GENERIC}{ingredient_key(medicine)}"


def is_about_generics(answered: Answered) -> bool:
    return answered.alert.startswith(_GENERIC)


@dataclass(frozen=True, slots=True)
class Saving:
    """One medicine that has a cheaper generic. yen: of the newest dispensing; yen_a_year: of the last 365 days.

    own_*: at the patient's share, None where the share is not known. answered: what the patient said last
    when asked, with when and why.
    """

    newest: Dispensing
    generic: str
    yen: int
    yen_a_year: int
    own_yen: int | None
    own_yen_a_year: int | None
    answered: Answered | None

    @property
    def is_declined(self) -> bool:
        return self.answered is not None and self.answered.answer == DECLINED


def savings(history: DrugHistory, share_percent: int | None, today: date) -> tuple[Saving, ...]:
    """Largest yearly saving first; only what was dispensed within the last year."""
    found = []
    for episode in _newest_of_each(history.dispensings):
        newest = episode.newest
        if newest.generic is None or newest.generic.yen <= 0 or newest.on < today - _YEAR:
            continue
        a_year = sum(
            each.generic.yen
            for each in history.dispensings
            if each.generic is not None
            and each.on > today - _YEAR
            and ingredient_key(each.medicine) == episode.key
        )
        found.append(
            Saving(
                newest=newest,
                generic=newest.generic.name,
                yen=newest.generic.yen,
                yen_a_year=a_year,
                own_yen=_own(newest.generic.yen, share_percent),
                own_yen_a_year=_own(a_year, share_percent),
                answered=_newest_answer(history.about_generics, newest.medicine),
            )
        )
    return tuple(sorted(found, key=lambda each: each.yen_a_year, reverse=True))


def _newest_of_each(dispensings: Sequence[Dispensing]) -> list[Episode]:
    """The newest episode of each ingredient."""
    newest: dict[str, Episode] = {}
    for each in episodes(dispensings):
        newest.setdefault(each.key, each)
    return list(newest.values())


def _own(yen: int, share_percent: int | None) -> int | None:
    """In full yen, rounded half up: what the slip shows is an estimate, the till rounds to ten."""
    return None if share_percent is None else (yen * share_percent + 50) // 100


def _newest_answer(answers: Sequence[Answered], medicine: Medicine) -> Answered | None:
    """Of two at one moment the one that came later."""
    key = generic_key(medicine)
    newest_first = (each for each in reversed(answers) if each.alert == key)
    return max(newest_first, key=lambda each: each.at, default=None)
