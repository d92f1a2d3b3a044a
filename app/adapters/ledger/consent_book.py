"""Consents as the service told of them: to say under which one something was opened, never what."""

from collections.abc import Sequence

from app.adapters.ledger.documents import moment_text
from app.adapters.ledger.file import LedgerFile
from app.consent.ports import NotedConsent

_NOTE = """
    INSERT INTO consent (id, check_id, kind, level, given_at, until, withdrawn_at, form_number)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        withdrawn_at = excluded.withdrawn_at, form_number = coalesce(form_number, excluded.form_number)
"""


class LedgerConsentBook:
    """Fulfils `ConsentBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def note(self, consents: Sequence[NotedConsent]) -> None:
        if not consents:
            return
        with self._file.writing() as db:
            for consent in consents:
                db.execute(_NOTE, _values(consent))


def _values(consent: NotedConsent) -> tuple[str | None, ...]:
    record = consent.record
    return (
        record.id,
        record.check_id,
        record.kind.value,
        record.level.value,
        moment_text(record.given_at),
        moment_text(record.until),
        moment_text(record.withdrawn_at) if record.withdrawn_at else None,
        consent.form_number,
    )
