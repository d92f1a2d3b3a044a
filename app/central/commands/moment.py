"""A moment on the command line."""

from datetime import datetime

from app.errors import InputRefused


def parse_moment(typed: str, field: str) -> datetime:
    """Raises: InputRefused; a moment without its zone is none."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InputRefused(field, "a moment with its zone, such as 2026-04-08T10:00:00+09:00")
    return found
