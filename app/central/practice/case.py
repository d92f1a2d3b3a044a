"""A named case of the practice town: who it is about, how it is asked, what is expected, which card is laid on."""

import csv
import io
from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum

from app.central.registry.entries import PersonEntry
from app.scheme.numbers import InsuredNumber

REFUSED = "refused"


class TokenLabel(StrEnum):
    """EF 0006 of the JPKI application tells what the card is."""

    CARD = "JPKIAPICCTOKEN2"
    OLD_RESIDENT_CARD = "JPKIAPICCTOKEN"
    ANDROID = "JPKIAPGPSETOKEN"
    IPHONE = "JPKIAPIOSTOKEN"


@dataclass(frozen=True, slots=True)
class CardPlan:
    """A card to be made. holder: None for a card that belongs to nobody of the town.

    valid_until: last day of the card certificate, a birthday. label, photo_of, kind and tries_left: as in SoftCardFile.
    """

    case: str
    holder: PersonEntry | None
    label: str
    photo_of: str
    valid_until: date
    revoked: bool = False
    tries_left: int = 3
    token_label: TokenLabel = TokenLabel.CARD
    kind: str = "jpki"

    @property
    def file_name(self) -> str:
        return f"{self.case}.json"


@dataclass(frozen=True, slots=True)
class Case:
    """A line of `town --list`. asked: None where nothing is typed. on: None is the anchor day.

    birth_on: what is typed: four digits where asked has a branch, else the whole date (R6).
    """

    name: str
    asked: InsuredNumber | None
    birth_on: date | None
    on: date | None
    expected: str
    card: CardPlan | None

    def row(self) -> "CaseRow":
        card = self.card.file_name if self.card else ""
        on = self.on.isoformat() if self.on else ""
        if self.asked is None or self.birth_on is None:
            return CaseRow(self.name, "", "", "", "", "", on, self.expected, card)
        birth = f"{self.birth_on:%m%d}" if self.asked.branch else self.birth_on.isoformat()
        asked = self.asked
        return CaseRow(
            self.name,
            asked.insurer.digits,
            asked.symbol,
            asked.number,
            asked.branch or "",
            birth,
            on,
            self.expected,
            card,
        )


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The columns of `town --list`, all text."""

    case: str
    insurer: str
    symbol: str
    number: str
    branch: str
    birth: str
    on: str
    expected: str
    card: str


def csv_of(cases: tuple[Case, ...]) -> str:
    """The list as CSV with its header, LF line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CaseRow.__slots__)
    writer.writerows(astuple(case.row()) for case in cases)
    return out.getvalue()
