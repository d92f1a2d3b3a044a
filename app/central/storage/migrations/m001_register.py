"""The register: persons and their cover in two times.

What was true on a day stands in the _on columns, what was known at a moment in known_from and known_until (R4). A row
is a version: a change closes known_until of the old row and adds a new one; nothing else is ever written over.
"""

STATEMENTS = (
    # Ids are taken in blocks from here. The row's lock lets one writer change the register at a time, so that
    # known_from grows in the order of commits.
    """
    CREATE TABLE register_ids (
        name text PRIMARY KEY,
        next_id integer NOT NULL
    )
    """,
    "INSERT INTO register_ids (name, next_id) VALUES ('person', 1), ('period', 1)",
    """
    CREATE TABLE insurer (
        number text PRIMARY KEY,
        name text NOT NULL,
        usual_delay_days integer
    )
    """,
    "CREATE TABLE person (id integer PRIMARY KEY)",
    """
    CREATE TABLE person_detail (
        person_id integer NOT NULL REFERENCES person (id),
        name text NOT NULL,
        kana text NOT NULL,
        sex text NOT NULL,
        birth_on date NOT NULL,
        postcode text,
        address text,
        known_from timestamptz NOT NULL,
        known_until timestamptz
    )
    """,
    "CREATE INDEX person_detail_by_person ON person_detail (person_id)",
    """
    CREATE TABLE period (
        id integer PRIMARY KEY,
        person_id integer NOT NULL REFERENCES person (id),
        insurer text NOT NULL REFERENCES insurer (number)
    )
    """,
    "CREATE INDEX period_by_person ON period (person_id)",
    """
    CREATE TABLE cover (
        period_id integer NOT NULL REFERENCES period (id),
        relationship text NOT NULL,
        ratio_percent integer,
        acquired_on date NOT NULL,
        lost_on date,
        loss_reason text,
        known_from timestamptz NOT NULL,
        known_until timestamptz
    )
    """,
    "CREATE INDEX cover_by_period ON cover (period_id)",
    # *_key columns hold the normalised form that is compared, the others what the card shows (R1).
    """
    CREATE TABLE card_key (
        period_id integer NOT NULL REFERENCES period (id),
        insurer_key text NOT NULL,
        symbol_key text NOT NULL,
        number_key text NOT NULL,
        symbol text NOT NULL,
        number text NOT NULL,
        branch text,
        known_from timestamptz NOT NULL,
        known_until timestamptz
    )
    """,
    "CREATE INDEX card_key_by_card ON card_key (insurer_key, number_key, symbol_key)",
    "CREATE INDEX card_key_by_period ON card_key (period_id)",
    """
    CREATE TABLE certificate (
        period_id integer NOT NULL REFERENCES period (id),
        kind text NOT NULL,
        class_code text,
        ratio_percent integer,
        valid_from date NOT NULL,
        valid_until date,
        known_from timestamptz NOT NULL,
        known_until timestamptz
    )
    """,
    "CREATE INDEX certificate_by_period ON certificate (period_id)",
)
