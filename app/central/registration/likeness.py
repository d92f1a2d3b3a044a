"""In what a row that was set aside is like the person known: what lets a human see a marriage or a slip of the hand.

Told are codes alone, to insurers that have the person, and never to the one that told the row: to it they would answer
guesses. What the row said, and who said it, is told to nobody: it may be somebody else's name and birth date, under a
My Number that was taken for theirs, or the member's own next insurer.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from app.central.registration.row import RegistrationRow
from app.scheme.cover import PersonDetails
from app.scheme.names import kana_key, name_key


class Likeness(StrEnum):
    """KANA: the same reading, so another spelling. GIVEN_NAME: behind another family name, as after a marriage.

    BIRTH_SLIP: of year, month and day one alone differs, or month and day have changed places.
    """

    NAME = "name"
    KANA = "kana"
    GIVEN_NAME = "given_name"
    SEX = "sex"
    BIRTH_ON = "birth_on"
    BIRTH_SLIP = "birth_slip"


def likeness(details: PersonDetails, row: RegistrationRow, differing: tuple[str, ...]) -> Iterator[Likeness]:
    """differing: of name and birth_on, those that made it set aside. What was not told is like nothing."""
    if row.name is not None and "name" not in differing:
        yield Likeness.NAME
    if row.kana is not None and kana_key(row.kana) == kana_key(details.kana):
        yield Likeness.KANA
    elif "name" in differing and _share_given_name(details, row):
        yield Likeness.GIVEN_NAME
    if row.sex is not None and row.sex == details.sex:
        yield Likeness.SEX
    if row.birth_on is not None:
        if "birth_on" not in differing:
            yield Likeness.BIRTH_ON
        elif _is_slip(details.birth_on, row.birth_on):
            yield Likeness.BIRTH_SLIP


def _share_given_name(details: PersonDetails, row: RegistrationRow) -> bool:
    pairs = ((details.name, row.name, name_key), (details.kana, row.kana, kana_key))
    return any(
        told is not None and (given := _given(held)) and key(given) == key(_given(told))
        for held, told, key in pairs
    )


def _given(name: str) -> str:
    """What stands behind the family name; empty where no blank parts them."""
    return unicodedata.normalize("NFKC", name).partition(" ")[2].strip()


def _is_slip(held: date, told: date) -> bool:
    places = ((held.year, told.year), (held.month, told.month), (held.day, told.day))
    changed_places = (held.year, held.month, held.day) == (told.year, told.day, told.month)
    return changed_places or sum(one != other for one, other in places) == 1
