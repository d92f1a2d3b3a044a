"""Who did what, when, to whom: a trail that only grows."""

from typing import Any

from app.adapters.ledger.documents import moment_of, moment_text
from app.adapters.ledger.file import LedgerFile, inserted
from app.staff.member import StaffId
from app.staff.ports import AuditEntry


class LedgerAuditTrail:
    """Fulfils `AuditTrail`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def record(self, entry: AuditEntry) -> None:
        row = {
            "at": moment_text(entry.at),
            "staff_id": entry.staff_id,
            "staff_name": entry.staff_name,
            "action": entry.action,
            "subject": entry.subject,
            "consent": entry.consent,
        }
        with self._file.writing() as db:
            inserted(db, "audit", row)

    def newest(self, limit: int = 200) -> tuple[AuditEntry, ...]:
        return self._entries("ORDER BY seq DESC LIMIT ?", limit)

    def about(self, subject: str, limit: int = 200) -> tuple[AuditEntry, ...]:
        return self._entries("WHERE subject = ? ORDER BY seq DESC LIMIT ?", subject, limit)

    def _entries(self, rest: str, *values: object) -> tuple[AuditEntry, ...]:
        with self._file.reading() as db:
            rows = db.execute(f"SELECT * FROM audit {rest}", values).fetchall()
        return tuple(map(_entry, rows))


def _entry(row: Any) -> AuditEntry:
    staff_id = None if row["staff_id"] is None else StaffId(row["staff_id"])
    return AuditEntry(
        moment_of(row["at"]), staff_id, row["staff_name"], row["action"], row["subject"], row["consent"]
    )
