"""What every endpoint needs of the running service."""

from dataclasses import dataclass
from datetime import timedelta

from app.central.storage.database import Database
from app.central.storage.settings import ServiceSettings
from app.scheme.days import Clock


@dataclass(frozen=True, slots=True)
class Limits:
    """misses_per_hour: questions of one institution that found nobody, typed and by photograph together."""

    misses_per_hour: int = 30
    nonce_life: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Service:
    database: Database
    settings: ServiceSettings
    clock: Clock
    limits: Limits = Limits()
