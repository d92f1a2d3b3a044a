"""First answers to writes, kept for repeats."""

STATEMENTS = (
    # One row a key in use. status and reply: None while the first request is being worked on. key_hash and
    # body_hash are keyed, since a body may hold what this database must not.
    """
    CREATE TABLE first_reply (
        client text NOT NULL,
        route text NOT NULL,
        key_hash bytea NOT NULL,
        body_hash bytea NOT NULL,
        begun_at timestamptz NOT NULL,
        status integer,
        reply bytea,
        PRIMARY KEY (client, route, key_hash)
    )
    """,
    "CREATE INDEX first_reply_by_age ON first_reply (begun_at)",
)
