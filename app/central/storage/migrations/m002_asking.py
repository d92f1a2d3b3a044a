"""Who may ask, by which cards, and what was asked."""

STATEMENTS = (
    "CREATE TABLE service_setting (name text PRIMARY KEY, value text NOT NULL)",
    """
    CREATE TABLE institution (
        code text PRIMARY KEY,
        name text NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    # Secrets are 256 random bits, so one SHA-256 of them is as good as a slow hash, and answers at once.
    """
    CREATE TABLE credential (
        institution text NOT NULL REFERENCES institution (code),
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz
    )
    """,
    "CREATE INDEX credential_by_institution ON credential (institution)",
    # issuer_key: SHA-256 of the issuer's public key; generations of one CA share their name, never their key.
    """
    CREATE TABLE trust_anchor (
        issuer_key bytea PRIMARY KEY,
        certificate bytea NOT NULL,
        trusted_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE card_binding (
        issuer_key bytea NOT NULL,
        serial text NOT NULL,
        person_id integer NOT NULL REFERENCES person (id),
        kind text NOT NULL,
        certificate bytea NOT NULL,
        bound_at timestamptz NOT NULL,
        PRIMARY KEY (issuer_key, serial)
    )
    """,
    """
    CREATE TABLE card_revocation (
        issuer_key bytea NOT NULL,
        serial text NOT NULL,
        revoked_at timestamptz NOT NULL,
        PRIMARY KEY (issuer_key, serial)
    )
    """,
    """
    CREATE TABLE nonce (
        nonce text PRIMARY KEY,
        institution text NOT NULL REFERENCES institution (code),
        expires_at timestamptz NOT NULL,
        check_id text
    )
    """,
    "CREATE INDEX nonce_by_expiry ON nonce (expires_at)",
    # One row an attempt and person told. outcome: also the code of a refusal. staff: the institution's claim.
    """
    CREATE TABLE check_audit (
        at timestamptz NOT NULL,
        institution text NOT NULL REFERENCES institution (code),
        staff text NOT NULL,
        check_id text NOT NULL,
        question_hash bytea NOT NULL,
        asked_on date NOT NULL,
        level text NOT NULL,
        outcome text NOT NULL,
        missed boolean NOT NULL,
        photograph_confirmed boolean NOT NULL,
        person_id integer
    )
    """,
    "CREATE INDEX check_audit_by_check ON check_audit (institution, check_id)",
    "CREATE INDEX check_audit_misses ON check_audit (institution, at) WHERE missed",
    "CREATE INDEX check_audit_by_person ON check_audit (person_id, at)",
)
