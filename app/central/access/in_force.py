"""What tokens hang on: the keys that sign them and the secrets that ended, as read a moment ago.

A token names its caller without a question to the database (`tokens`). That a key or a secret was renewed all the same
counts within a second: once a second, where somebody asks, both are read again.
"""

from asyncio import Lock
from collections.abc import Mapping
from datetime import datetime, timedelta

from app.central.access.credentials import mark_of
from app.central.access.token_keys import TokenKeys, later_keys
from app.central.access.tokens import TOKEN_LIFE, Bearer, read_token
from app.central.institutions.credentials import INSTITUTIONS
from app.central.problems import Refused
from app.central.registration.credentials import INSURERS
from app.central.storage.database import Database
from app.contract.problem import ProblemCode

READ_EVERY = timedelta(seconds=1)
_ENDED = " UNION ALL ".join(
    f"SELECT secret_hash, revoked_at FROM {each.table} WHERE revoked_at > $1 AND revoked_at <= $2"
    for each in (INSTITUTIONS, INSURERS)
)
"""Of the last tokens' life; one that ends later than the next reading is read of then."""


class TokensInForce:
    """key: the service's own. One a process, for all its requests."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._keys = TokenKeys(key)
        self._ended: Mapping[str, datetime] = {}
        self._read_at: datetime | None = None
        self._turn = Lock()

    async def signing_key(self, now: datetime) -> bytes:
        await self._read_again(now)
        return self._keys.signing(now)

    async def bearer_of(self, token: str, now: datetime) -> Bearer:
        """Raises: Refused (token.missing, token.expired, which also says that its secret has ended)."""
        await self._read_again(now)
        bearer = read_token(self._keys.reading(now), token, now)
        ended_at = self._ended.get(bearer.secret_mark)
        if ended_at is not None and ended_at <= now:
            raise Refused(ProblemCode.TOKEN_EXPIRED)
        return bearer

    async def _read_again(self, now: datetime) -> None:
        if self._is_fresh(now):
            return
        async with self._turn:
            if self._is_fresh(now):
                return
            async with self._database.session() as session:
                later = await later_keys(session)
                ended = await session.fetch(_ENDED, now - TOKEN_LIFE, now + READ_EVERY)
            self._keys = TokenKeys(self._keys.first, later)
            self._ended = {mark_of(row["secret_hash"]): row["revoked_at"] for row in ended}
            self._read_at = now

    def _is_fresh(self, now: datetime) -> bool:
        """A clock that was set back counts as late."""
        return self._read_at is not None and timedelta(0) <= now - self._read_at < READ_EVERY
