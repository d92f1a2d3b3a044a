"""Secrets and keys that take the place of others: each goes on until a stated moment."""

STATEMENTS = (
    # revoked_at of a credential may lie ahead: until then it fits. Found by it is what ended a moment ago.
    "CREATE INDEX credential_by_end ON credential (revoked_at) WHERE revoked_at IS NOT NULL",
    "CREATE INDEX insurer_credential_by_end ON insurer_credential (revoked_at) WHERE revoked_at IS NOT NULL",
    # As many secrets as the others may have.
    """
    CREATE TABLE phr_credential (
        client_id text NOT NULL REFERENCES phr_client (client_id),
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz
    )
    """,
    "CREATE INDEX phr_credential_by_client ON phr_credential (client_id)",
    "INSERT INTO phr_credential (client_id, secret_hash, created_at)"
    " SELECT client_id, secret_hash, created_at FROM phr_client",
    "ALTER TABLE phr_client DROP COLUMN secret_hash",
    # Behind the service's own key, which signed all tokens so far. signs_from: from then on this one signs.
    # earlier_until: no token signed by any key before it is read any more.
    """
    CREATE TABLE token_key (
        key bytea NOT NULL,
        signs_from timestamptz PRIMARY KEY,
        earlier_until timestamptz NOT NULL
    )
    """,
)
