"""Which card a session of the own page began with, and how long tries and reads are kept (R18)."""

STATEMENTS = (
    # A session ends with its certificate. Without one, from before this migration, it ends at once: it would have
    # within the hour.
    "ALTER TABLE portal_ticket ADD COLUMN issuer_key bytea",
    "ALTER TABLE portal_ticket ADD COLUMN serial text",
    "ALTER TABLE portal_session ADD COLUMN issuer_key bytea",
    "ALTER TABLE portal_session ADD COLUMN serial text",
    # By age. Tries that name nobody are found by portal_attempt_by_person.
    "CREATE INDEX portal_attempt_of_persons_by_time ON portal_attempt (at) WHERE person_id IS NOT NULL",
    "CREATE INDEX phr_access_by_time ON phr_access (at)",
)
