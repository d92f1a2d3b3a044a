"""The shape of the intermediary's own database, step by step: added, never edited."""

from app.central.intermediary.migrations import m001_identities

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (("m001_identities", m001_identities.STATEMENTS),)
