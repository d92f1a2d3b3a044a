"""The My Number (個人番号) itself: a value that shows itself nowhere (R3)."""

from dataclasses import dataclass, field
from typing import Self

from app.errors import InputRefused
from app.scheme.digits import folded, my_number_check_digit

_LENGTH = 12


class MyNumberMalformed(InputRefused):
    """Not 12 digits, or the check digit does not fit."""

    code = "input.my_number_malformed"


@dataclass(frozen=True, slots=True)
class MyNumber:
    """12 decimal digits with a valid check digit; never in a log, a reply or a database but the intermediary's."""

    digits: str = field(repr=False)

    @classmethod
    def parse(cls, told: str) -> Self:
        """Accepts full-width digits, blanks and hyphens. Raises: MyNumberMalformed."""
        digits = told if told.isascii() and told.isdigit() else folded(told).replace("-", "")
        if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
            raise MyNumberMalformed("my_number", "12 digits")
        if my_number_check_digit(digits[:-1]) != int(digits[-1]):
            raise MyNumberMalformed("my_number", "the check digit does not fit")
        return cls(digits)

    def __str__(self) -> str:
        return "(My Number)"
