"""How late the register knows what was true: from the true day over the filing to the day of knowing (R4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from app.central.storage.database import Row, Transaction
from app.errors import InputRefused
from app.scheme.days import JAPAN, business_day, months_from
from app.scheme.numbers import InsuredNumber, InsurerNumber

FIRST_FILL = timedelta(days=92)
"""What was true longer than this before an insurer's first registration was poured in then, and is no delay."""

PUBLISHED_FROM = timedelta(days=365)
SLOWEST = 20


class Event(StrEnum):
    ACQUISITION = "acquisition"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Month:
    """A month in Japan: first is its first day."""

    first: date

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Raises: InputRefused unless it reads such as 2026-11."""
        try:
            return cls(datetime.strptime(typed, "%Y-%m").date())
        except ValueError:
            raise InputRefused("month", "a month such as 2026-11") from None

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.replace(day=1))

    @property
    def begins_at(self) -> datetime:
        return datetime(self.first.year, self.first.month, 1, tzinfo=JAPAN)

    @property
    def ends_at(self) -> datetime:
        """The first moment of the next one."""
        return Month(months_from(self.first, 1)).begins_at

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Days:
    """How many days something took. p50 and p95: days within which half, and 95 of 100, were done."""

    rows: int
    p50: int | None
    p95: int | None

    @classmethod
    def of(cls, counted: Counter[int]) -> Self:
        """counted: rows by days."""
        return cls(counted.total(), _within(counted, 50), _within(counted, 95))


_NONE = Days(0, None, None)


@dataclass(frozen=True, slots=True)
class SlowRow:
    """days: from true_on to known_on."""

    cover_ref: str | None
    insured: InsuredNumber
    true_on: date
    filed_on: date | None
    known_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Delays:
    """Of one event in one span of time. filed_to_known and true_to_filed count rows with a filing day alone."""

    event: Event
    true_to_filed: Days
    filed_to_known: Days
    true_to_known: Days
    slowest: tuple[SlowRow, ...]


class _Told(NamedTuple):
    """So many rows became known at one moment."""

    true_on: date
    filed_on: date | None
    known_from: datetime
    rows: int

    @property
    def known_on(self) -> date:
        return business_day(self.known_from)

    @property
    def days(self) -> int:
        """What was told ahead of its day was no day late."""
        return max((self.known_on - self.true_on).days, 0)


# A version of no length was never seen by anybody. The first that says the event is when the register knew it.
_FIRST_TOLD = """
    FROM period
    JOIN cover ON cover.period_id = period.id
    {joined}
    WHERE period.insurer = $1 AND cover.known_from >= $2 AND cover.known_from < $3 AND cover.{day} >= $4
        AND (cover.known_until IS NULL OR cover.known_until > cover.known_from)
        AND NOT EXISTS (
            SELECT 1 FROM cover AS earlier WHERE earlier.period_id = period.id AND earlier.{day} IS NOT NULL
                AND earlier.known_from < cover.known_from AND earlier.known_until > earlier.known_from
        )
"""
# A loss that names no filing of its own keeps the acquisition's, which says nothing of the loss.
_FILED_BEFORE = {
    Event.ACQUISITION: "FALSE",
    Event.LOSS: "EXISTS (SELECT 1 FROM cover AS before WHERE before.period_id = cover.period_id"
    " AND before.lost_on IS NULL AND before.filed_on = cover.filed_on)",
}
_DAY_OF = {Event.ACQUISITION: "acquired_on", Event.LOSS: "lost_on"}


async def delays_of(tx: Transaction, insurer: InsurerNumber, month: Month) -> tuple[Delays, ...]:
    """What became known in the month, acquisitions and losses: once the month is over the figures stay."""
    floor = await _no_first_fill(tx, insurer)
    if floor is None:
        return tuple(Delays(event, _NONE, _NONE, _NONE, ()) for event in Event)
    span = (month.begins_at, month.ends_at)
    return tuple([await _delays(tx, insurer, event, span, floor) for event in Event])


async def publish_usual_delay(tx: Transaction, insurer: InsurerNumber, now: datetime) -> int | None:
    """The usual days from acquisition to registration, of the last twelve months, now told to desks; None unknown."""
    floor = await _no_first_fill(tx, insurer)
    usual = None
    if floor is not None:
        span = (now - PUBLISHED_FROM, now + timedelta(microseconds=1))
        told = await _told(tx, insurer, Event.ACQUISITION, span, floor)
        usual = _counted((each.days, each.rows) for each in told).p50
    await tx.execute("UPDATE insurer SET usual_delay_days = $2 WHERE number = $1", insurer.digits, usual)
    return usual


async def _no_first_fill(tx: Transaction, insurer: InsurerNumber) -> date | None:
    """From which true day on delays count; None where the insurer has registered nobody."""
    row = await tx.fetch_one(
        "SELECT cover.known_from FROM period JOIN cover ON cover.period_id = period.id"
        " WHERE period.insurer = $1 ORDER BY cover.known_from LIMIT 1",
        insurer.digits,
    )
    return business_day(row["known_from"]) - FIRST_FILL if row else None


async def _delays(
    tx: Transaction, insurer: InsurerNumber, event: Event, span: tuple[datetime, datetime], floor: date
) -> Delays:
    told = await _told(tx, insurer, event, span, floor)
    filed = [(each, each.filed_on) for each in told if each.filed_on is not None]
    return Delays(
        event,
        _counted(((on - each.true_on).days, each.rows) for each, on in filed),
        _counted(((each.known_on - on).days, each.rows) for each, on in filed),
        _counted((each.days, each.rows) for each in told),
        await _slowest(tx, insurer, event, told),
    )


async def _told(
    tx: Transaction, insurer: InsurerNumber, event: Event, span: tuple[datetime, datetime], floor: date
) -> list[_Told]:
    """Counted by the database: an insurer's rows come in few blocks, each known at one moment."""
    day = _DAY_OF[event]
    rows = await tx.fetch(
        f"SELECT cover.{day} AS true_on, cover.filed_on, cover.known_from, COUNT(*) AS rows,"
        f" {_FILED_BEFORE[event]} AS filed_before"
        + _FIRST_TOLD.format(day=day, joined="")
        + f"GROUP BY cover.{day}, cover.filed_on, cover.known_from, filed_before",
        *(insurer.digits, *span, floor),
    )
    return [_Told(row["true_on"], _filed_on(row), row["known_from"], row["rows"]) for row in rows]


async def _slowest(
    tx: Transaction, insurer: InsurerNumber, event: Event, told: list[_Told]
) -> tuple[SlowRow, ...]:
    """In one reading of the insurer's periods, however many moments the slowest became known at."""
    days = {(each.true_on, each.known_from): each.days for each in told if each.days}
    moments = sorted(days, key=lambda moment: (-days[moment], moment))[:SLOWEST]
    if not moments:
        return ()
    day = _DAY_OF[event]
    known_from = [moment[1] for moment in moments]
    first, last = min(known_from), max(known_from) + timedelta(microseconds=1)
    floor = min(moment[0] for moment in moments)
    place = " ".join(
        f"WHEN cover.{day} = ${5 + 2 * place} AND cover.known_from = ${6 + 2 * place} THEN {place}"
        for place in range(len(moments))
    )
    rows = await tx.fetch(
        "SELECT period.cover_ref, card_key.symbol, card_key.number, card_key.branch, cover.filed_on,"
        f" {_FILED_BEFORE[event]} AS filed_before, CASE {place} END AS place"
        + _FIRST_TOLD.format(
            day=day, joined="JOIN card_key ON card_key.period_id = period.id AND card_key.known_until IS NULL"
        )
        + f"AND CASE {place} END IS NOT NULL ORDER BY place, period.id LIMIT {SLOWEST}",
        *(insurer.digits, first, last, floor),
        *(value for moment in moments for value in moment),
    )
    return tuple(_slow_row(insurer, row, moments[row["place"]], days) for row in rows)


def _slow_row(
    insurer: InsurerNumber, row: Row, moment: tuple[date, datetime], days: Mapping[tuple[date, datetime], int]
) -> SlowRow:
    insured = InsuredNumber(insurer, row["symbol"], row["number"], row["branch"])
    true_on, known_from = moment
    known_on = business_day(known_from)
    return SlowRow(row["cover_ref"], insured, true_on, _filed_on(row), known_on, days[moment])


def _filed_on(row: Row) -> date | None:
    return None if row["filed_before"] else row["filed_on"]


def _counted(days_and_rows: Iterable[tuple[int, int]]) -> Days:
    counted: Counter[int] = Counter()
    for days, rows in days_and_rows:
        counted[days] += rows
    return Days.of(counted)


def _within(counted: Counter[int], percent: int) -> int | None:
    """The fewest days within which so many of a hundred rows were done."""
    done = 0
    for days in sorted(counted):
        done += counted[days]
        if done * 100 >= counted.total() * percent:
            return days
    return None
