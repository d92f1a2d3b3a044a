"""A service that keeps consents and health information in memory, by a clock that the test sets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.consent.consent import ConsentId, ConsentInForce, ConsentKind, ConsentLevel, ConsentRecord, Consents
from app.consent.ports import PaperForm
from app.eligibility.answer import CheckId
from app.errors import ClinicError
from app.health_records.readings import Reading, ReadingsAsked
from app.health_records.records import Answered, CheckupHistory, DrugHistory
from app.staff.member import StaffId
from app.staff.ports import AuditEntry


class ConsentsInMemory:
    """now: the service's clock."""

    def __init__(self, now: datetime, lasts: timedelta = timedelta(hours=24)) -> None:
        self.now = now
        self.lasts = lasts
        self.records: list[ConsentRecord] = []
        self.forms: list[PaperForm] = []
        self.trouble: ClinicError | None = None

    def agree(self, check_id: CheckId, *kinds: ConsentKind, form: str | None = None) -> None:
        level = ConsentLevel.PAPER if form is not None else ConsentLevel.PIN
        for kind in kinds:
            identity = ConsentId(f"consent-{len(self.records) + 1}")
            until = self.now + self.lasts
            self.records.append(ConsentRecord(identity, check_id, kind, level, self.now, until, None, form))

    def consents_of(self, check_id: CheckId) -> Consents:
        self._answer()
        return Consents(tuple(each for each in self.records if each.check_id == check_id), self.now)

    def record_paper(self, check_id: CheckId, form: PaperForm, staff_name: str) -> Consents:
        self._answer()
        self.forms.append(form)
        self.agree(check_id, *form.kinds, form=form.number)
        return self.consents_of(check_id)

    def withdraw(self, consent_id: ConsentId, staff_name: str) -> Consents:
        self._answer()
        found = next(each for each in self.records if each.id == consent_id)
        self.records[self.records.index(found)] = replace(found, withdrawn_at=self.now)
        return self.consents_of(found.check_id)

    def _answer(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class RecordsInMemory:
    """read: which consents were used, in order."""

    def __init__(self, drugs: DrugHistory, checkups: CheckupHistory) -> None:
        self._drugs = drugs
        self._checkups = checkups
        self.read: list[ConsentInForce] = []
        self.trouble: ClinicError | None = None

    def drugs(self, consent: ConsentInForce, staff_name: str) -> DrugHistory:
        self._look(consent)
        return replace(self._drugs, consent_id=consent.id)

    def checkups(self, consent: ConsentInForce, staff_name: str) -> CheckupHistory:
        self._look(consent)
        return replace(self._checkups, consent_id=consent.id)

    def answer(
        self, consent: ConsentInForce, alert: str, facts: str, answer: str, note: str, staff_name: str
    ) -> Answered:
        self._look(consent)
        return Answered(alert, facts, answer, note, staff_name, self._drugs.read_at)

    def _look(self, consent: ConsentInForce) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.read.append(consent)


class AuditInMemory:
    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    def record(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    def newest(self, limit: int = 200) -> tuple[AuditEntry, ...]:
        return tuple(reversed(self.entries))[:limit]

    def about(self, subject: str, limit: int = 200) -> tuple[AuditEntry, ...]:
        return tuple(each for each in self.newest() if each.subject == subject)[:limit]


class ConsentBookInMemory:
    def __init__(self) -> None:
        self.noted: dict[ConsentId, ConsentRecord] = {}

    def note(self, consents: Sequence[ConsentRecord]) -> None:
        self.noted |= {each.id: each for each in consents}


class ReadingsInMemory:
    """A list that was made before, newest first. asked: what of it was asked for."""

    def __init__(self, *rows: Reading) -> None:
        self.rows = rows
        self.asked: list[ReadingsAsked] = []

    def readings(self, asked: ReadingsAsked, after: Reading | None, most: int) -> tuple[Reading, ...]:
        self.asked.append(asked)
        start = self.rows.index(after) + 1 if after is not None else 0
        return self.rows[start : start + most]

    def count(self, asked: ReadingsAsked) -> int:
        return len(self.rows)

    def staff(self) -> tuple[tuple[StaffId, str], ...]:
        return tuple(sorted({(each.staff_id, each.staff_name) for each in self.rows}))
