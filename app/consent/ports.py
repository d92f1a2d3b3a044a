"""What consent needs from outside. Fakes and real adapters pass the same promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.consent.consent import ConsentId, ConsentKind, ConsentRecord, Consents
from app.eligibility.answer import CheckId


@dataclass(frozen=True, slots=True)
class PaperForm:
    """identity_document: what staff looked at, None where the photograph was compared."""

    number: str
    kinds: tuple[ConsentKind, ...]
    identity_document: str | None


class ConsentLine(Protocol):
    """The way to the central service; on the `line` lane. Raises: LineError, RefusedByCentral."""

    def consents_of(self, check_id: CheckId) -> Consents:
        """What the person of this check of the last 24 hours agreed to at this institution, at whichever desk."""

    def record_paper(self, check_id: CheckId, form: PaperForm, staff_name: str) -> Consents: ...

    def withdraw(self, consent_id: ConsentId, staff_name: str) -> Consents:
        """Its kind opens nothing here any more, whatever else was agreed to that day."""


class ConsentBook(Protocol):
    """What the ledger notes of consents, never of what they open; on a lane."""

    def note(self, consents: Sequence[ConsentRecord]) -> None:
        """As the service told of them last: a consent noted before learns its withdrawal."""
