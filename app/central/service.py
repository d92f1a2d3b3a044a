"""What every endpoint needs of the running service."""

from asyncio import Event, Lock
from dataclasses import dataclass, field
from datetime import timedelta
from weakref import WeakValueDictionary

from app.central.access.in_force import TokensInForce
from app.central.intermediary.identities import Intermediary
from app.central.problems import Refused
from app.central.storage.database import Database
from app.central.storage.settings import ServiceSettings
from app.contract.problem import ProblemCode
from app.scheme.calendar import NamedService, NotStarted
from app.scheme.days import Clock, business_day


@dataclass(frozen=True, slots=True)
class Limits:
    """misses_per_hour: questions of one institution that found nobody, typed and by photograph together.

    miss_delay_s: replies about nobody wait a random time up to this. A household that exists costs some 20 µs more to
    pass over than one that does not; to measure that through the wait takes more misses than a year allows.
    """

    misses_per_hour: int = 30
    miss_delay_s: float = 0.025
    nonce_life: timedelta = timedelta(minutes=5)

    @property
    def misses_before_batches_pause(self) -> int:
        """A third is left to the counter: a list with many unknown cards turns away nobody who stands there."""
        return self.misses_per_hour - self.misses_per_hour // 3


class Turns:
    """A lock a name, for as long as somebody holds it or waits."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    def of(self, name: str) -> Lock:
        lock = self._locks.get(name)
        if lock is None:
            lock = self._locks[name] = Lock()
        return lock


@dataclass(frozen=True, slots=True)
class Service:
    """What it was started with, and what its requests share.

    intermediary: None where this service takes no registrations. turns: of institutions, in this process.
    batch_came, receipts_came: set when some were taken in here.
    """

    database: Database
    settings: ServiceSettings
    clock: Clock
    limits: Limits = Limits()
    intermediary: Intermediary | None = None
    turns: Turns = field(default_factory=Turns)
    batch_came: Event = field(default_factory=Event)
    receipts_came: Event = field(default_factory=Event)
    tokens: TokensInForce = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tokens", TokensInForce(self.database, self.settings.key))

    def must_have_started(self, named: NamedService) -> None:
        """By the calendar in force, on the day of asking (R19). Raises: Refused (service.not_started)."""
        try:
            self.settings.calendar.must_have_started(named, business_day(self.clock()))
        except NotStarted as early:
            detail = f"{named.value} starts on {early.starts_on}"
            code = ProblemCode.SERVICE_NOT_STARTED
            raise Refused(code, detail=detail, starts_on=early.starts_on) from None
