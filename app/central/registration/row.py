"""What an insurer tells in one row, and what became of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.central.intermediary.my_number import MyNumber
from app.scheme.certificates import EntitlementCertificate
from app.scheme.numbers import InsurerNumber

COLUMNS = (
    *("action", "cover_ref", "my_number", "insurer_number", "symbol", "number", "branch"),
    *("relationship", "name", "kana", "sex", "birth_on", "postcode", "address"),
    *("acquired_on", "lost_on", "loss_reason", "card_issued_on", "card_returned_on", "filed_on"),
    *("certificate_kind", "certificate_class", "certificate_ratio", "certificate_from", "certificate_to"),
)
"""Design: `insurer register`. Any may be missing but insurer_number and number; an empty cell tells nothing."""

CLEARED = "-"
"""In lost_on: the loss told before is taken back; in certificate_to: the certificate is, as if it had never been; in
card_returned_on: so is the card that was issued on the day beside it."""


class Action(StrEnum):
    """UNSTATED: acquire, or for a period that is known, correct."""

    UNSTATED = ""
    ACQUIRE = "acquire"
    LOSE = "lose"
    CORRECT = "correct"
    MOVE = "move"
    REISSUE = "reissue"


class RowStatus(StrEnum):
    """SET_ASIDE: for a human, since the person known under the same My Number differs."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    SET_ASIDE = "set_aside"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a row, or odd about it. words: Japanese, without any value of the row."""

    line: int
    field: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """A loss, a certificate or a card told before that is taken back."""


@dataclass(frozen=True, slots=True, repr=False)
class RegistrationRow:
    """One row, each cell read; None is what was not told. line: of the file, or the place in a message.

    insurer: as in the register. symbol and number: as printed. ratio_percent: of the cover itself, 後期高齢 only.
    """

    line: int
    action: Action
    insurer: InsurerNumber
    number: str
    symbol: str | None = None
    branch: str | None = None
    cover_ref: str | None = None
    my_number: MyNumber | None = None
    relationship: str | None = None
    name: str | None = None
    kana: str | None = None
    sex: str | None = None
    birth_on: date | None = None
    postcode: str | None = None
    address: str | None = None
    acquired_on: date | None = None
    lost_on: date | Cleared | None = None
    loss_reason: str | None = None
    card_issued_on: date | None = None
    card_returned_on: date | Cleared | None = None
    filed_on: date | None = None
    ratio_percent: int | None = None
    certificate: EntitlementCertificate | None = None
    warnings: tuple[Complaint, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RowResult:
    """complaints: why it was refused or set aside. warnings: odd, yet entered."""

    line: int
    status: RowStatus
    complaints: tuple[Complaint, ...] = ()
    warnings: tuple[Complaint, ...] = ()
