"""Symbols and numbers of the town's cards, in the many shapes that insurers print."""

from collections import defaultdict

from app.central.practice.words import TownInsurer
from app.scheme.digits import with_check_digit

_FIRST = 100
_PER_SYMBOL = 1000
UNUSED_NUMBER = "99999"
"""No society's household gets a number of five digits: a card that was never issued."""


class CardNumbers:
    """Hands out symbol and number, insurer by insurer: no two households of the town share a card."""

    def __init__(self) -> None:
        self._issued: defaultdict[str, int] = defaultdict(lambda: _FIRST)

    def issue(self, insurer: TownInsurer) -> tuple[str, str]:
        """The next symbol and number; 後期高齢 has a number of 8 digits alone."""
        serial = self._issued[insurer.number.digits]
        self._issued[insurer.number.digits] = serial + 1
        group, place = divmod(serial, _PER_SYMBOL)
        match insurer.card:
            case "company":
                return f"{insurer.number.prefecture}99{group + 1:04}", str(place + 1)
            case "society":
                return str(group + 101), str(place + 1)
            case "seamen":
                return f"船見{group + 1}", f"{place + 1:04}"
            case "mutual":
                return "公立見本", f"{serial:07}"
            case "national":
                return f"例{group + 1:02}", f"{place + 1:06}"
            case "national_society":
                return f"見組－{group + 1}", str(place + 1)
            case "late_elderly":
                return "", with_check_digit(f"{serial:07}")
            case unknown:
                raise ValueError(f"no such way to number cards: {unknown}")
