"""Receipts handed in, their review in runs and blocks, and what it told and delivered (R13, R14)."""

STATEMENTS = (
    # digest: SHA-256 of the content; one file of an institution is one submission. head: the records before the first
    # receipt, agency: 審査支払機関 as the file states it. state: uploading, received, reviewed, refused.
    """
    CREATE TABLE receipt_submission (
        receipt_number text PRIMARY KEY,
        institution text NOT NULL REFERENCES institution (code),
        digest bytea NOT NULL,
        length integer NOT NULL,
        state text NOT NULL,
        refusal text,
        announced_at timestamptz NOT NULL,
        received_at timestamptz,
        kind text,
        head bytea,
        UNIQUE (institution, digest)
    )
    """,
    # The bytes as they came. position: of the first byte. Gone once the file was cut into blocks.
    """
    CREATE TABLE receipt_upload (
        receipt_number text NOT NULL REFERENCES receipt_submission (receipt_number),
        position integer NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (receipt_number, position)
    )
    """,
    # Whole receipts, as bytes of the file; paper receipts as JSON in a block of their own (paper).
    """
    CREATE TABLE receipt_block (
        receipt_number text NOT NULL REFERENCES receipt_submission (receipt_number),
        block integer NOT NULL,
        first_place integer NOT NULL,
        paper boolean NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (receipt_number, block)
    )
    """,
    # known_at: the moment whose knowledge decides; a run that is resumed keeps it.
    """
    CREATE TABLE review_run (
        receipt_number text NOT NULL REFERENCES receipt_submission (receipt_number),
        run integer NOT NULL,
        known_at timestamptz NOT NULL,
        begun_at timestamptz NOT NULL,
        done_at timestamptz,
        PRIMARY KEY (receipt_number, run)
    )
    """,
    "CREATE INDEX review_run_open ON review_run (begun_at) WHERE done_at IS NULL",
    # A block of a run is done once, with all it told and delivered. leased_until: whoever took it may be gone by then.
    """
    CREATE TABLE review_work (
        receipt_number text NOT NULL,
        run integer NOT NULL,
        block integer NOT NULL,
        leased_until timestamptz,
        done_at timestamptz,
        receipts integer,
        forwarded integer,
        reassigned integer,
        split integer,
        kokuho integer,
        returned integer,
        PRIMARY KEY (receipt_number, run, block)
    )
    """,
    "CREATE INDEX review_work_open ON review_work (receipt_number, run, block) WHERE done_at IS NULL",
    # What is more than 「そのまま送付」. changed: other than the run before. told: as JSON; original: its records.
    """
    CREATE TABLE review_told (
        receipt_number text NOT NULL,
        run integer NOT NULL,
        place integer NOT NULL,
        outcome text NOT NULL,
        reason text NOT NULL,
        changed boolean NOT NULL,
        person_id integer,
        told text NOT NULL,
        original text NOT NULL,
        PRIMARY KEY (receipt_number, run, place)
    )
    """,
    # One payer's receipts of a block, as bytes of a file without head and trailer. agency: 1 支払基金, 2 国保連.
    """
    CREATE TABLE review_delivery (
        receipt_number text NOT NULL,
        run integer NOT NULL,
        block integer NOT NULL,
        agency text NOT NULL,
        insurer text NOT NULL,
        receipts integer NOT NULL,
        claims integer NOT NULL,
        points bigint NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (receipt_number, run, block, agency, insurer)
    )
    """,
    "CREATE INDEX review_delivery_by_insurer ON review_delivery (insurer, agency)",
)
