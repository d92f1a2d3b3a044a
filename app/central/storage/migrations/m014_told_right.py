"""Whom a finding is about and who told them differently, so that telling them right closes it (R4)."""

STATEMENTS = (
    # about: the telling insurer and the person's id, of details that differ; null for any other finding, and for
    # those found before this column was: they are settled by a human.
    "ALTER TABLE finding ADD COLUMN about text",
    "CREATE INDEX finding_by_about ON finding (about) WHERE about IS NOT NULL",
)
