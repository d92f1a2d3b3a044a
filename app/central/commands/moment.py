"""A moment on the command line."""

from datetime import UTC, datetime

from app.errors import InputRefused


def parse_moment(typed: str, field: str) -> datetime:
    """Raises: InputRefused; a moment without its zone is none."""
    try:
        found = datetime.fromisoformat(typed)
        found.astimezone(UTC)
        if found.tzinfo is not None:
            return found
    except (ValueError, OverflowError):  # no year, or one that UTC has not
        pass
    raise InputRefused(field, "a moment with its zone, such as 2026-04-08T10:00:00+09:00")
