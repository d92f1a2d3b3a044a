"""In what somebody who was told differently is like the person known, for the insurers that know the person."""

STATEMENTS = (
    # Codes of likeness, parted by commas; empty in other findings, for the insurer that told, and before this column.
    "ALTER TABLE finding ADD COLUMN alike text NOT NULL DEFAULT ''",
)
