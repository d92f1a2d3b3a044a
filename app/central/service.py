"""What every endpoint needs of the running service."""

from dataclasses import dataclass
from datetime import timedelta

from app.central.intermediary.identities import Intermediary
from app.central.storage.database import Database
from app.central.storage.settings import ServiceSettings
from app.scheme.days import Clock


@dataclass(frozen=True, slots=True)
class Limits:
    """misses_per_hour: questions of one institution that found nobody, typed and by photograph together.

    miss_delay_s: replies about nobody wait a random time up to this. A household that exists costs some 20 µs more to
    pass over than one that does not; to measure that through the wait takes more misses than a year allows.
    """

    misses_per_hour: int = 30
    miss_delay_s: float = 0.025
    nonce_life: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Service:
    """intermediary: None where this service takes no registrations."""

    database: Database
    settings: ServiceSettings
    clock: Clock
    limits: Limits = Limits()
    intermediary: Intermediary | None = None
