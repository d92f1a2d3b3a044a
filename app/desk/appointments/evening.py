"""The evening before: whether files wait for it, and at what hour they are handed over by themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from app.appointments.appointment import Appointment
from app.scheme.days import JAPAN

HOURS = tuple(range(15, 24))
_USUAL_HOUR = 18
_WAITS = "appointments.waits_for_evening"
_HOUR = "appointments.evening_hour"


class KeptSettings(Protocol):
    """Named texts in the ledger."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Evening:
    """waits: a file is not asked at once, but each day's visits at this hour (Japanese time) of the day before."""

    waits: bool = False
    hour: int = _USUAL_HOUR

    def parts_of(
        self, appointments: Iterable[Appointment], now: datetime
    ) -> tuple[tuple[datetime, tuple[Appointment, ...]], ...]:
        """When which visits of a file may be handed over, soonest first. What is due already goes together, at once.

        Each day has its own evening: asked days ahead, Friday's answer would be Monday's.
        """
        parts: defaultdict[datetime, list[Appointment]] = defaultdict(list)
        for each in appointments:
            parts[max(self._before(each.on), now) if self.waits else now].append(each)
        return tuple((at, tuple(parts[at])) for at in sorted(parts))

    def _before(self, day: date) -> datetime:
        return datetime.combine(day - timedelta(days=1), time(self.hour), JAPAN)


def read_evening(settings: KeptSettings) -> Evening:
    """A value that no version of ours wrote counts as never set."""
    hour = settings.get(_HOUR) or ""
    known = hour.isdigit() and int(hour) in HOURS
    return Evening(settings.get(_WAITS) == "on", int(hour) if known else _USUAL_HOUR)


def keep_evening(evening: Evening, settings: KeptSettings) -> None:
    settings.put(_WAITS, "on" if evening.waits else "off")
    settings.put(_HOUR, str(evening.hour))
