"""Recording and withdrawing consent at the counter (R15)."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from app.consent.consent import ConsentId, Consents
from app.consent.ports import ConsentBook, ConsentLine, PaperForm
from app.eligibility.answer import CheckId
from app.errors import InputRefused
from app.staff.member import Duty, StaffMember
from app.staff.ports import AuditEntry, AuditTrail

PAPER_RECORDED = "consent.paper_recorded"
WITHDRAWN = "consent.withdrawn"
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")


class FormNumberMissing(InputRefused):
    """A consent on paper is found again by the number of its form."""

    code = "input.form_number"


@dataclass(frozen=True, slots=True)
class ConsentWork:
    """What recording consent needs. book: gets what the service tells, for the manager's list."""

    line: ConsentLine
    audit: AuditTrail
    book: ConsentBook

    def of_check(self, check_id: CheckId) -> Consents:
        """What the patient of this check agreed to here, at whichever desk. Raises: LineError, RefusedByCentral."""
        return self._noted(self.line.consents_of(check_id))

    def record_paper(self, check_id: CheckId, form: PaperForm, staff: StaffMember, now: datetime) -> Consents:
        """The form was signed and is filed. Raises: NotAllowed, FormNumberMissing, LineError, RefusedByCentral."""
        staff.must_be_allowed(Duty.RECORD_CONSENT)
        number = unicodedata.normalize("NFKC", form.number).strip()
        if not _NUMBER.fullmatch(number):
            raise FormNumberMissing(
                "form_number", "is missing, or has other signs than digits, letters and -"
            )
        recorded = self.line.record_paper(check_id, replace(form, number=number), staff.name)
        self._keep(now, staff, PAPER_RECORDED, check_id)
        return self._noted(recorded)

    def withdraw(self, consent_id: ConsentId, staff: StaffMember, now: datetime) -> Consents:
        """In force until this moment. Raises: NotAllowed, LineError, RefusedByCentral."""
        staff.must_be_allowed(Duty.RECORD_CONSENT)
        left = self.line.withdraw(consent_id, staff.name)
        self._keep(now, staff, WITHDRAWN, consent_id)
        return self._noted(left)

    def _noted(self, consents: Consents) -> Consents:
        self.book.note(consents.records)
        return consents

    def _keep(self, now: datetime, staff: StaffMember, action: str, subject: str) -> None:
        self.audit.record(AuditEntry(now, staff.id, staff.name, action, f"consent:{subject}"))
