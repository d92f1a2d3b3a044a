"""By which numbers an insurer told a row that was set aside: who is no member there has no period to be found by."""

STATEMENTS = (
    # As the row told them, for the insurer that told it; null where period_id says who it is.
    "ALTER TABLE finding ADD COLUMN cover_ref text",
    "ALTER TABLE finding ADD COLUMN symbol text",
    "ALTER TABLE finding ADD COLUMN number text",
    "ALTER TABLE finding ADD COLUMN branch text",
)
