"""Insurers' registration: what they tell of cards and filings, branches they were given, and what they are told."""

STATEMENTS = (
    # linkage: the intermediary's number for the person (紐づけ番号); no My Number stands in this database (R3).
    "ALTER TABLE person ADD COLUMN linkage text",
    "CREATE UNIQUE INDEX person_by_linkage ON person (linkage)",
    # cover_ref: the insurer's own name for the period.
    "ALTER TABLE period ADD COLUMN cover_ref text",
    "CREATE UNIQUE INDEX period_by_cover_ref ON period (insurer, cover_ref)",
    # filed_on: when the employer or the person filed it with the insurer.
    "ALTER TABLE cover ADD COLUMN filed_on date",
    """
    CREATE TABLE card_issue (
        period_id integer NOT NULL REFERENCES period (id),
        issued_on date NOT NULL,
        returned_on date,
        known_from timestamptz NOT NULL,
        known_until timestamptz
    )
    """,
    "CREATE INDEX card_issue_by_period ON card_issue (period_id)",
    # A branch once given stays taken for ever. person_id: to whom, as soon as the register knows.
    """
    CREATE TABLE branch_given (
        insurer_key text NOT NULL,
        symbol_key text NOT NULL,
        number_key text NOT NULL,
        branch text NOT NULL,
        member_ref text,
        given_at timestamptz NOT NULL,
        PRIMARY KEY (insurer_key, symbol_key, number_key, branch)
    )
    """,
    "CREATE UNIQUE INDEX branch_given_by_member ON branch_given (insurer_key, symbol_key, number_key, member_ref)",
    """
    CREATE TABLE insurer_credential (
        insurer text NOT NULL REFERENCES insurer (number),
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz
    )
    """,
    "CREATE INDEX insurer_credential_by_insurer ON insurer_credential (insurer)",
    # What an insurer is told of its own members: kind is overlap, gap, no_successor, details_differ, ….
    # period_id: the member's own period; day_from, day_until: the days it is about. text_key keeps it told once.
    """
    CREATE TABLE finding (
        id integer PRIMARY KEY,
        insurer text NOT NULL REFERENCES insurer (number),
        kind text NOT NULL,
        period_id integer REFERENCES period (id),
        day_from date,
        day_until date,
        detail text NOT NULL,
        told_key text NOT NULL,
        found_at timestamptz NOT NULL,
        closed_at timestamptz
    )
    """,
    "CREATE INDEX finding_by_insurer ON finding (insurer, id)",
    "CREATE UNIQUE INDEX finding_told_once ON finding (insurer, told_key)",
    "INSERT INTO register_ids (name, next_id) VALUES ('finding', 1)",
    # Everything asked of the service by others than institutions: caller, route, outcome. No names, no numbers.
    """
    CREATE TABLE access_audit (
        at timestamptz NOT NULL,
        caller text NOT NULL,
        action text NOT NULL,
        outcome text NOT NULL,
        detail text NOT NULL
    )
    """,
    "CREATE INDEX access_audit_by_caller ON access_audit (caller, at)",
)
