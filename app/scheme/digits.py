"""Check digits of the scheme's numbers, and the one number that must never be typed at a desk (R3)."""

import re
import unicodedata

from app.errors import InputRefused

_HYPHENS = str.maketrans(dict.fromkeys("－‐‑‒–—―ー−ｰ", "-"))
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{4}[-.,:_/]?\d{4}[-.,:_/]?\d{4}(?!\d)")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "} | _HYPHENS


class MyNumberRefused(InputRefused):
    """A 個人番号 was typed. It lives in the intermediary alone and is refused before it goes anywhere (R3)."""

    code = "input.my_number"


def folded(text: str) -> str:
    """The form in which numbers are compared: NFKC, no blanks, one kind of hyphen (identifiers: text rules)."""
    if text.isascii():  # nothing to normalise, and most numbers are
        return "".join(text.split())
    if (plain := text.translate(_NARROW)).isascii():  # full-width letters and digits, as receipts state them
        return "".join(plain.split())
    narrow = "".join(unicodedata.normalize("NFKC", text.translate(_HYPHENS)).translate(_HYPHENS).split())
    return unicodedata.normalize("NFKC", narrow)  # an accent may have met its letter only now


def check_digit(body: str) -> int:
    """The last digit of an insurer or institution number, from the digits before it.

    body: decimal digits, e.g. 7 (law 2, prefecture 2, insurer 3), 5 without the law part, 9 for an institution.
    Returns: 0–9; "0113001" gives 2.   Raises: ValueError for anything but digits.
    Source: R1; official numbering rules for insurer numbers (weights 2, 1, 2, 1 … from the right).
    """
    if not (body.isascii() and body.isdigit()):
        raise ValueError("a check digit needs decimal digits")
    total = 0
    for position, digit in enumerate(reversed(body)):
        product = int(digit) * (2 if position % 2 == 0 else 1)
        total += product // 10 + product % 10
    return -total % 10


def with_check_digit(body: str) -> str:
    """The body followed by its check digit; "0613999" gives "06139992"."""
    return f"{body}{check_digit(body)}"


def my_number_check_digit(body: str) -> int:
    """The last digit of a 12-digit My Number from its first eleven (weights 2–7 cycling; 11 − Σ mod 11, 10+ is 0)."""
    total = sum(int(digit) * (position % 6 + 2) for position, digit in enumerate(reversed(body)))
    rest = 11 - total % 11
    return 0 if rest >= 10 else rest


def is_my_number(text: str) -> bool:
    """Whether the text is twelve digits with a valid My Number check digit, hyphens and blanks aside."""
    if text.isascii() and len(text) < 12:
        return False  # nothing folds longer: the way of nearly every field of nearly every receipt
    digits = folded(text).replace("-", "")
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return False
    return my_number_check_digit(digits[:11]) == int(digits[11])


def holds_my_number(text: str) -> bool:
    """Whether a My Number stands anywhere in the text, also in groups of four (R3)."""
    if len(text) < 12:
        return False
    return any(is_my_number(re.sub(r"\D", "", found)) for found in _TWELVE_DIGITS.findall(folded(text)))


def refuse_my_number(field: str, text: str) -> None:
    """Raises MyNumberRefused when the text is a My Number (R3)."""
    if is_my_number(text):
        raise MyNumberRefused(field, "a My Number is never entered at the desk")
