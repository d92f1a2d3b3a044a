"""Services that read for a person who allowed them (PHR): clients, permissions, tokens, and every read (R18)."""

STATEMENTS = (
    """
    CREATE TABLE phr_client (
        client_id text PRIMARY KEY,
        name text NOT NULL,
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE phr_redirect (
        client_id text NOT NULL REFERENCES phr_client (client_id),
        uri text NOT NULL,
        PRIMARY KEY (client_id, uri)
    )
    """,
    # A service asks; the person has yet to answer. request_hash: of what the browser carries. challenge: PKCE, S256.
    """
    CREATE TABLE phr_request (
        request_hash bytea PRIMARY KEY,
        client_id text NOT NULL REFERENCES phr_client (client_id),
        redirect_uri text NOT NULL,
        scopes text NOT NULL,
        state text NOT NULL,
        challenge text NOT NULL,
        expires_at timestamptz NOT NULL,
        answered_at timestamptz
    )
    """,
    "CREATE INDEX phr_request_by_expiry ON phr_request (expires_at)",
    # What the person allowed. ended_by: person, client, replaced, reuse; rows stay, so that she sees what once was.
    """
    CREATE TABLE phr_grant (
        grant_id text PRIMARY KEY,
        person_id integer NOT NULL REFERENCES person (id),
        client_id text NOT NULL REFERENCES phr_client (client_id),
        scopes text NOT NULL,
        allowed_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_by text
    )
    """,
    "CREATE INDEX phr_grant_by_person ON phr_grant (person_id, allowed_at)",
    # Codes and tokens are 256 random bits, kept as a hash alone. kind: code, access, refresh. redirect_uri and
    # challenge: of a code.
    """
    CREATE TABLE phr_token (
        token_hash bytea PRIMARY KEY,
        grant_id text NOT NULL REFERENCES phr_grant (grant_id),
        kind text NOT NULL,
        redirect_uri text,
        challenge text,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
    )
    """,
    "CREATE INDEX phr_token_by_expiry ON phr_token (expires_at)",
    # Written before anything is answered. resource: the FHIR type.
    """
    CREATE TABLE phr_access (
        at timestamptz NOT NULL,
        person_id integer NOT NULL,
        client_id text NOT NULL REFERENCES phr_client (client_id),
        resource text NOT NULL
    )
    """,
    "CREATE INDEX phr_access_by_person ON phr_access (person_id, at)",
)
