"""Many look-ups at once (R10): what was handed over, and what was found, for two days."""

STATEMENTS = (
    # turn_at: when a block was last worked off; the batch that waited longest comes next. questions_hash: keyed.
    """
    CREATE TABLE batch (
        receipt_number text PRIMARY KEY,
        institution text NOT NULL REFERENCES institution (code),
        batch_id text NOT NULL,
        questions_hash bytea NOT NULL,
        staff text NOT NULL,
        state text NOT NULL,
        total integer NOT NULL,
        done integer NOT NULL,
        turn_at timestamptz NOT NULL,
        paused_until timestamptz,
        kept_until timestamptz NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX batch_by_id ON batch (institution, batch_id)",
    "CREATE INDEX batch_waiting ON batch (turn_at) WHERE state = 'working'",
    "CREATE INDEX batch_by_end ON batch (kept_until)",
    # Items in blocks, as JSON: first_item counts from 0. questions are emptied as they are answered.
    """
    CREATE TABLE batch_block (
        receipt_number text NOT NULL REFERENCES batch (receipt_number),
        first_item integer NOT NULL,
        questions text NOT NULL,
        results text NOT NULL,
        is_open boolean NOT NULL,
        PRIMARY KEY (receipt_number, first_item)
    )
    """,
    "CREATE INDEX batch_block_open ON batch_block (receipt_number, first_item) WHERE is_open",
)
