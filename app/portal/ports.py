"""What signing in to the person's own page needs from outside."""

from typing import Protocol

from app.scheme.statement import Statement


class SignInLine(Protocol):
    """The way to the central service for whoever holds a card. Every call blocks and has a limit in seconds."""

    def new_statement(self) -> Statement:
        """To be signed by the card: for signing in, and nothing else. Raises: LineError, RefusedByCentral."""

    def page_of(self, certificate: bytes, statement: Statement, signature: bytes) -> str:
        """The address for the person's browser; it opens one session, for a minute. Raises: as new_statement."""
