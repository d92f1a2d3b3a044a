"""What failed to be read for health information is put off, so that it keeps nothing else waiting."""

STATEMENTS = (
    # again_at: when a block that failed is tried again; NULL where nothing failed.
    "ALTER TABLE records_waiting ADD COLUMN again_at timestamptz",
)
