"""My Number → agency code → linkage number → individual numbers (R3)."""

STATEMENTS = (
    "CREATE TABLE identity_ids (name text PRIMARY KEY, next_id integer NOT NULL)",
    "INSERT INTO identity_ids (name, next_id) VALUES ('my_number', 1)",
    # key_check: a known text sealed with the key, so that a key of another database is noticed before it harms.
    "CREATE TABLE key_check (sealed bytea NOT NULL)",
    # lookup: HMAC-SHA256 of the My Number. sealed: nonce and AES-256-GCM, the row's id its associated data, so that
    # a sealed number carried over to another row does not open.
    """
    CREATE TABLE my_number (
        id integer PRIMARY KEY,
        lookup bytea NOT NULL UNIQUE,
        sealed bytea NOT NULL,
        agency_code text NOT NULL UNIQUE,
        made_at timestamptz NOT NULL
    )
    """,
    # linkage: what the register knows the person by.
    """
    CREATE TABLE linkage (
        agency_code text PRIMARY KEY REFERENCES my_number (agency_code),
        linkage text NOT NULL UNIQUE
    )
    """,
    # In the form that is compared. A number once given stays with its person; branch '' is a card without one.
    """
    CREATE TABLE individual_number (
        linkage text NOT NULL REFERENCES linkage (linkage),
        insurer_key text NOT NULL,
        symbol_key text NOT NULL,
        number_key text NOT NULL,
        branch text NOT NULL,
        given_at timestamptz NOT NULL,
        PRIMARY KEY (linkage, insurer_key, symbol_key, number_key, branch)
    )
    """,
    "CREATE INDEX individual_number_by_card ON individual_number (insurer_key, number_key, symbol_key, branch)",
)
