"""The recovery code (復旧コード): eight groups of four letters, to be printed and typed again years later."""

import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Self

from app.adapters.ledger.errors import RecoveryCodeMistyped

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U: who reads them anyway finds 1, 1, 0, V."""

_LOOK_ALIKES = str.maketrans("ILOU", "110V")
_GROUPS = 8
_LETTERS_A_GROUP = 3


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """text: "K7Q2-…", each group three random letters and a check letter: 120 random bits in all."""

    text: str = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        return cls("-".join(_group(number, _random_letters()) for number in range(_GROUPS)))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Any width, case and spacing. Raises: RecoveryCodeMistyped, naming the groups that cannot be right."""
        letters = "".join(
            each
            for each in unicodedata.normalize("NFKC", typed).upper()
            if not each.isspace() and each.isalnum()
        ).translate(_LOOK_ALIKES)
        size = _LETTERS_A_GROUP + 1
        if len(letters) != _GROUPS * size:
            raise RecoveryCodeMistyped(())
        groups = [letters[start : start + size] for start in range(0, len(letters), size)]
        wrong = tuple(number + 1 for number, group in enumerate(groups) if not _fits(number, group))
        if wrong:
            raise RecoveryCodeMistyped(wrong)
        return cls("-".join(groups))

    @property
    def secret(self) -> bytes:
        return self.text.replace("-", "").encode("ascii")


def _random_letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_A_GROUP))


def _group(number: int, letters: str) -> str:
    """Over GF(32) with powers of x as weights: one wrong letter, or two changed places, never fit; nor does a group
    in another's place.
    """
    total = number
    for letter in letters:
        total = _times_x(total) ^ _LETTERS.index(letter)
    return letters + _LETTERS[_times_x(total)]


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _fits(number: int, group: str) -> bool:
    return set(group) <= set(_LETTERS) and _group(number, group[:-1]) == group
