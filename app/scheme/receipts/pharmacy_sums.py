"""The points of a pharmacy's records: dispensing (CZ) and basic fee (KI)."""

from collections.abc import Sequence

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.treatment import whole

_CZ = LAYOUTS[ReceiptKind.PHARMACY]["CZ"].index
_KI = LAYOUTS[ReceiptKind.PHARMACY]["KI"].index
_POINTS = {
    "CZ": (
        _CZ["preparation_points"],
        _CZ["drug_points"],
        *(_CZ[f"addition{turn}"] for turn in range(3, 31, 3)),
        _CZ["support_points"],
        _CZ["management_points"],
        _CZ["after_hours_points"],
    ),
    "KI": (_KI["basic_points"], *(_KI[f"basic_addition{turn}"] for turn in range(4, 41, 4))),
}
_TIMES_AND_POINTS = {
    "CZ": (),
    "KI": (
        *(_KI[f"care{turn}"] for turn in range(3, 49, 4)),
        *(_KI[f"noted_care{turn}"] for turn in range(3, 13, 4)),
    ),
}
"""Where a fee stands with how often it was given; its points stand behind."""


def points_of(record: Sequence[str]) -> tuple[int, int]:
    """The record's points, fees that were given several times counted once, and counted each time.

    What stands as a fee's points is told in two ways, per time and for all times; either may be what adds up.
    """
    name = record[0]
    once = often = sum(_number(record, place) for place in _POINTS[name])
    for place in _TIMES_AND_POINTS[name]:
        points = _number(record, place + 1)
        once += points
        often += points * (_number(record, place) or 1)
    return once, often


def reception_of(record: Sequence[str]) -> str:
    """処方箋受付回: which prescription of the month it belongs to."""
    place = (_CZ if record[0] == "CZ" else _KI)["reception"]
    return record[place] if place < len(record) else ""


def _number(record: Sequence[str], place: int) -> int:
    return whole(record[place]) or 0 if place < len(record) else 0
