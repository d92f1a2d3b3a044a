"""Consents as the service told of them: to say under which one something was opened, never what."""

from collections.abc import Sequence

from app.adapters.ledger.documents import moment_text
from app.adapters.ledger.file import LedgerFile
from app.consent.consent import ConsentRecord

_NOTE = """
    INSERT INTO consent (id, check_id, kind, level, given_at, until, withdrawn_at, form_number)
    VALUES (:id, :check_id, :kind, :level, :given_at, :until, :withdrawn_at, :form_number)
    ON CONFLICT (id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
"""
_IS_NOTED = "SELECT id FROM consent WHERE id = :id AND withdrawn_at IS :withdrawn_at"


class LedgerConsentBook:
    """Fulfils `ConsentBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def note(self, consents: Sequence[ConsentRecord]) -> None:
        """Asked for again every half minute while something is open: what is known already is not written again."""
        rows = tuple(map(_values, consents))
        with self._file.reading() as db:
            news = [row for row in rows if not db.execute(_IS_NOTED, row).fetchone()]
        if news:
            with self._file.writing() as db:
                for row in news:
                    db.execute(_NOTE, row)


def _values(consent: ConsentRecord) -> dict[str, str | None]:
    return {
        "id": consent.id,
        "check_id": consent.check_id,
        "kind": consent.kind.value,
        "level": consent.level.value,
        "given_at": moment_text(consent.given_at),
        "until": moment_text(consent.until),
        "withdrawn_at": moment_text(consent.withdrawn_at) if consent.withdrawn_at else None,
        "form_number": consent.form_number,
    }
