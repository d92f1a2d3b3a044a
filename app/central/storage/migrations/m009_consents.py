"""Consents to show health information, and which institutions may record them on paper (R15)."""

STATEMENTS = (
    # One row a kind. level: pin, paper. form_number: "" where the card signed. withdrawn_by: staff as the institution
    # says, "" by the person on the portal. Rows stay: the person sees what was once allowed.
    """
    CREATE TABLE consent (
        consent_id text PRIMARY KEY,
        person_id integer NOT NULL REFERENCES person (id),
        institution text NOT NULL REFERENCES institution (code),
        check_id text NOT NULL,
        kind text NOT NULL,
        level text NOT NULL,
        staff text NOT NULL,
        form_number text NOT NULL,
        identity_document text,
        given_at timestamptz NOT NULL,
        until timestamptz NOT NULL,
        withdrawn_at timestamptz,
        withdrawn_by text
    )
    """,
    "CREATE UNIQUE INDEX consent_once ON consent (institution, check_id, kind, form_number)",
    "CREATE INDEX consent_by_person ON consent (person_id, given_at)",
    "CREATE INDEX consent_by_form ON consent (institution, form_number) WHERE form_number <> ''",
    "CREATE INDEX consent_paper_by_day ON consent (institution, given_at) WHERE level = 'paper'",
    # Without a row an institution records none. per_day: forms a business day.
    """
    CREATE TABLE paper_permission (
        institution text PRIMARY KEY REFERENCES institution (code),
        per_day integer NOT NULL,
        allowed_at timestamptz NOT NULL
    )
    """,
    # Checks by a card certificate past its end: they confirm eligibility and carry no consent.
    """
    CREATE TABLE eligibility_only_check (
        institution text NOT NULL REFERENCES institution (code),
        check_id text NOT NULL,
        PRIMARY KEY (institution, check_id)
    )
    """,
)
