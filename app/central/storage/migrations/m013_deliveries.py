"""Which 国保 is told of a receipt, so that it can fetch its list (R13)."""

STATEMENTS = (
    # kokuho_insurer: of the address as known to the run, "" where no 国保 is known there; null for any other outcome.
    "ALTER TABLE review_told ADD COLUMN kokuho_insurer text",
    "CREATE INDEX review_told_by_kokuho ON review_told (kokuho_insurer) WHERE kokuho_insurer IS NOT NULL",
)
