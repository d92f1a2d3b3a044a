"""Revocation lists of the issuers of card certificates, where they come from, and renewal of a card."""

STATEMENTS = (
    # replaced_at: when a newer certificate of the same kind was bound to the same person.
    "ALTER TABLE card_binding ADD COLUMN replaced_at timestamptz",
    "CREATE INDEX card_binding_by_person ON card_binding (person_id)",
    # The newest list taken, one for each issuer and scope. scope: distribution points of a list that covers a part.
    """
    CREATE TABLE revocation_list (
        issuer_key bytea NOT NULL,
        scope text NOT NULL,
        source text NOT NULL,
        number text,
        digest bytea NOT NULL,
        this_update timestamptz NOT NULL,
        next_update timestamptz,
        taken_at timestamptz NOT NULL,
        entries integer NOT NULL,
        PRIMARY KEY (issuer_key, scope)
    )
    """,
    # What the newest lists revoke. What an operator revokes stands in card_revocation, and no list takes it back.
    """
    CREATE TABLE listed_revocation (
        issuer_key bytea NOT NULL,
        serial text NOT NULL,
        scope text NOT NULL,
        revoked_at timestamptz NOT NULL,
        PRIMARY KEY (issuer_key, serial, scope)
    )
    """,
    # Addresses a serving process reads again by itself. failure: code of the last try, null where it went well.
    """
    CREATE TABLE revocation_source (
        url text PRIMARY KEY,
        registered_at timestamptz NOT NULL,
        tried_at timestamptz,
        failure text
    )
    """,
)
