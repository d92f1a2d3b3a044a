"""Notices of the review and who deals with them; two desks of an institution agree by their version (R14)."""

STATEMENTS = (
    # run: whose word (review_told) the notice repeats; a later review that tells something else moves it there and
    # opens it again. in_hand_by: staff as the institution says, who has it in hand or ended it, "" while open.
    """
    CREATE TABLE notice (
        notice_id text PRIMARY KEY,
        institution text NOT NULL REFERENCES institution (code),
        receipt_number text NOT NULL,
        run integer NOT NULL,
        place integer NOT NULL,
        kind text NOT NULL,
        created_at timestamptz NOT NULL,
        due_on date NOT NULL,
        state text NOT NULL,
        in_hand_by text NOT NULL,
        in_hand_until date,
        note text NOT NULL,
        changed_at timestamptz NOT NULL,
        version integer NOT NULL
    )
    """,
    "CREATE INDEX notice_by_institution ON notice (institution, created_at, notice_id)",
    # Every change stays: who did what, when. version: what it made of the notice.
    """
    CREATE TABLE notice_change (
        notice_id text NOT NULL REFERENCES notice (notice_id),
        version integer NOT NULL,
        state text NOT NULL,
        staff text NOT NULL,
        in_hand_until date,
        note text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (notice_id, version)
    )
    """,
)
