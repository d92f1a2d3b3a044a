"""Which files of rows were told, and from when to when: told again they are known by it."""

STATEMENTS = (
    # digest: keyed, of the whole file; ended_at: of the last block that changed something.
    """
    CREATE TABLE file_told (
        digest bytea PRIMARY KEY,
        begun_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL
    )
    """,
)
