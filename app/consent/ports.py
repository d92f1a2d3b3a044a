"""What consent needs from outside. Fakes and real adapters pass the same promises."""

from dataclasses import dataclass
from typing import Protocol

from app.consent.consent import ConsentId, ConsentKind, Consents
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
        """What the patient agreed to with this check's PIN, or on paper for it."""

    def record_paper(self, check_id: CheckId, form: PaperForm, staff_name: str) -> Consents: ...

    def withdraw(self, consent_id: ConsentId, staff_name: str) -> Consents: ...
