"""Checkups (特定健診) as insurers registered them: a row a value, told by day with the ranges of that day (R16)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from app.central.consents.consent import ConsentInForce, ConsentKind
from app.central.records.entrustment import ENTRUSTED, not_answered
from app.central.registry.known import is_known
from app.central.service import Service
from app.central.storage.database import Row, Statements
from app.contract.records import CheckupReply, CheckupsReply, CheckupValue
from app.scheme.calendar import NamedService
from app.scheme.checkups import CHECKUP_ITEMS, NO_RANGE
from app.scheme.days import business_day

REACH_YEARS = 5
_VALUES = f"""
    SELECT checkup_value.held_on, checkup_value.insurer, insurer.name AS insurer_name, checkup_value.item,
        checkup_value.value, checkup_value.registered_at, person_detail.sex
    FROM checkup_value
    JOIN insurer ON insurer.number = checkup_value.insurer
    JOIN person_detail ON person_detail.person_id = checkup_value.person_id AND {is_known("person_detail", 3)}
    WHERE checkup_value.person_id = $1 AND checkup_value.held_on >= $2
"""
_NEWEST_FIRST = " ORDER BY checkup_value.held_on DESC, checkup_value.insurer, checkup_value.item"
_FOR_OTHERS = (
    f"{_VALUES} AND {ENTRUSTED.format(insurer='checkup_value.insurer', kind='$4', today='$5')}{_NEWEST_FIRST}"
)


async def checkup_history(
    tx: Statements, service: Service, consent: ConsentInForce, now: datetime
) -> CheckupsReply:
    """For a clinic or pharmacy, newest first. Who holds the consent has it on record already."""
    today = business_day(now)
    reach = reach_of(service, today)
    kind = ConsentKind.CHECKUP.value
    return CheckupsReply(
        consent_id=consent.consent_id,
        read_at=now,
        complete_from=reach,
        checkups=_told(await tx.fetch(_FOR_OTHERS, consent.person_id, reach, now, kind, today)),
        not_answered=await not_answered(tx, consent.person_id, kind, reach, today, now),
    )


async def checkups_of_person(
    tx: Statements, person_id: int, since: date, now: datetime
) -> Sequence[CheckupReply]:
    """Newest first, for the person alone. No entrustment is asked for: that is for answering others."""
    return _told(await tx.fetch(f"{_VALUES}{_NEWEST_FIRST}", person_id, since, now))


def reach_of(service: Service, today: date) -> date:
    """The first day told: five years back to the first of the month, not before insurers began to register (R19)."""
    start = service.settings.calendar.start_of(NamedService.CHECKUP_INFORMATION)
    return max(today.replace(year=today.year - REACH_YEARS, day=1), start.treatment_from or start.on)


def _told(rows: Iterable[Row]) -> tuple[CheckupReply, ...]:
    """In the order of the rows, those of a day and an insurer together."""
    found = []
    for (held_on, _), together in groupby(rows, lambda row: (row["held_on"], row["insurer"])):
        values = tuple(together)
        found.append(
            CheckupReply(
                held_on=held_on,
                insurer_name=values[0]["insurer_name"],
                registered_at=max(each["registered_at"] for each in values),
                values=tuple(_value(each) for each in values),
            )
        )
    return tuple(found)


def _value(row: Row) -> CheckupValue:
    """An item that is not known here is told by its code, as registered."""
    item = CHECKUP_ITEMS.get(row["item"])
    within = item.range_on(row["sex"], row["held_on"]) if item else NO_RANGE
    return CheckupValue(
        item=row["item"],
        name=item.name if item else row["item"],
        value=item.shown(row["value"], row["held_on"]) if item else row["value"],
        unit=item.unit if item else "",
        low=within.low,
        high=within.high,
        visit_low=within.visit_low,
        visit_high=within.visit_high,
    )
