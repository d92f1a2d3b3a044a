"""The person's own page: signing in with the card, sessions, and every try at it (R18)."""

STATEMENTS = (
    # Nonces of sign-in statements, for whoever holds a card: no institution stands behind them.
    """
    CREATE TABLE portal_nonce (
        nonce text PRIMARY KEY,
        expires_at timestamptz NOT NULL,
        spent_at timestamptz
    )
    """,
    "CREATE INDEX portal_nonce_by_expiry ON portal_nonce (expires_at)",
    # What the sign-in window hands to the browser: good once, for a minute. Tickets and sessions are 256 random bits,
    # kept as a hash alone.
    """
    CREATE TABLE portal_ticket (
        ticket_hash bytea PRIMARY KEY,
        person_id integer NOT NULL REFERENCES person (id),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
    )
    """,
    "CREATE INDEX portal_ticket_by_expiry ON portal_ticket (expires_at)",
    """
    CREATE TABLE portal_session (
        session_hash bytea PRIMARY KEY,
        person_id integer NOT NULL REFERENCES person (id),
        began_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ended_at timestamptz
    )
    """,
    "CREATE INDEX portal_session_by_seen ON portal_session (seen_at)",
    # One row a try. source: keyed hash of the network address. action: nonce, ticket, session. outcome: done, or the
    # code of the refusal. person_id: where the card told who it is.
    """
    CREATE TABLE portal_attempt (
        at timestamptz NOT NULL,
        source bytea NOT NULL,
        action text NOT NULL,
        outcome text NOT NULL,
        person_id integer
    )
    """,
    "CREATE INDEX portal_attempt_by_source ON portal_attempt (source, at)",
    "CREATE INDEX portal_attempt_by_person ON portal_attempt (person_id, at)",
)
