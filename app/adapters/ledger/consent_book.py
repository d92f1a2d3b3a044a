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
_IS_NOTED = """
    SELECT id FROM consent WHERE (id, check_id, kind, level, given_at, until) = (?1, ?2, ?3, ?4, ?5, ?6)
    AND withdrawn_at IS ?7 AND (?8 IS NULL OR form_number IS NOT NULL)
"""


class LedgerConsentBook:
    """Fulfils `ConsentBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def note(self, consents: Sequence[NotedConsent]) -> None:
        """Asked for again every half minute while something is open: what is known already is not written again."""
        with self._file.reading() as db:
            news = [each for each in map(_values, consents) if not db.execute(_IS_NOTED, each).fetchone()]
        if news:
            with self._file.writing() as db:
                for values in news:
                    db.execute(_NOTE, values)


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
