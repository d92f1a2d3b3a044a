"""Bringing a ledger's tables up to this version, with a copy of the file first."""

from sqlite_utils import Database

from app.adapters.ledger.errors import LedgerTooNew
from app.adapters.ledger.file import failures_named
from app.adapters.ledger.migrations import migrations


def steps_ahead(db: Database) -> tuple[str, ...]:
    """The steps this file still needs; empty for one that is up to date. Raises: LedgerTooNew."""
    with Database(memory=True) as empty:
        known = {each.name for each in migrations.pending(empty)}
    with failures_named():
        if any(each.name not in known for each in migrations.applied(db)):
            raise LedgerTooNew
        return tuple(each.name for each in migrations.pending(db))


def is_new(db: Database) -> bool:
    with failures_named():
        return not migrations.applied(db)


def apply_steps(db: Database) -> None:
    """Each step is one transaction together with the note that it was done."""
    with failures_named():
        migrations.apply(db)
