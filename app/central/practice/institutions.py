"""Clinics, dentists, pharmacies and visiting nurses of the town; all codes are numbered 99-9xxx."""

from app.central.registry.entries import InstitutionEntry
from app.scheme.digits import with_check_digit

PRACTICE_CLINIC = InstitutionEntry("1319990014", "見本医院")
"""The clinic at whose desk one practises: the first of the town."""

_PER_FEE_TABLE = 999
_PREFECTURE = 13
_KINDS = (
    ("1", "クリニック", 12),
    ("3", "歯科医院", 2),
    ("4", "薬局", 5),
    ("6", "訪問看護ステーション", 1),
)
_PATTERN = tuple((table, word) for table, word, weight in _KINDS for _ in range(weight))
_FIRST_WORDS = ("例示", "架空", "仮名", "見本")
_SECOND_WORDS = ("駅前", "中央", "南", "北", "東", "西", "さくら", "みどり", "川端", "港", "本町", "山手")


def institutions(count: int) -> tuple[InstitutionEntry, ...]:
    """So many institutions, the practice clinic first."""
    issued = {"1": 1}
    found = [PRACTICE_CLINIC]
    for place in range(count - 1):
        table, word = _PATTERN[place % len(_PATTERN)]
        serial = issued.get(table, 0)
        issued[table] = serial + 1
        found.append(InstitutionEntry(_code(table, serial), f"{_name(place)}{word}"))
    return tuple(found)


def _code(table: str, serial: int) -> str:
    prefecture, number = divmod(serial, _PER_FEE_TABLE)
    return with_check_digit(f"{_PREFECTURE + prefecture:02}{table}99{9001 + number:04}")


def _name(place: int) -> str:
    first = _FIRST_WORDS[place % len(_FIRST_WORDS)]
    turn, second = divmod(place // len(_FIRST_WORDS), len(_SECOND_WORDS))
    return f"{first}{_SECOND_WORDS[second]}" + (f"第{turn + 1}" if turn else "")
