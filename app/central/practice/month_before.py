"""The month before last, handed in and reviewed in its own time: notices past their day, and shares that differ.

Two people of the town's neighbourhood, both 72, showed the card of an insurer they had left: one gets money back, the
other still has to pay. They are in the register, and in no list of the town.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

from app.central.practice import words
from app.central.practice.calendar import Calendar
from app.central.practice.cast import ADDRESS, HEAD, NATIONAL_HEAD
from app.central.practice.household import MOVED, Membership, Place, elderly_certificate, entry_of
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.last_month import claimed_at, hand_in
from app.central.practice.receipts import Visits, write_receipts
from app.central.registry.entries import CoverEntry, PersonEntry
from app.central.registry.load import load_persons
from app.central.review.runs import work_off_a_block
from app.central.storage.database import Database
from app.scheme.cover import PersonDetails
from app.scheme.days import business_day, months_from

_SOCIETY, _NATIONAL = ("0613999", "101", "72", HEAD), ("13999", "例01", "000072", NATIONAL_HEAD)
"""Numbers below the first that the town gives out."""
_Card = tuple[str, str, str, Place]
_CHANGED_ON, _REGISTERED_AFTER = 10, 12
_AGE, _DAYS_SINCE_BIRTHDAY = 72, 150
_HELD_DAYS = 2500


async def hand_in_month_before(database: Database, now: datetime) -> str:
    """The submission's number, reviewed on the day it was handed in: what it told is due in the month that is over."""
    last_month = months_from(business_day(now), -1)
    then = claimed_at(last_month)
    visits = tuple(_visits(Calendar(last_month - timedelta(days=1))))
    file = BytesIO()
    write_receipts(file, visits, PRACTICE_CLINIC, months_from(last_month, -1))
    async with database.transaction() as tx:
        await load_persons(tx, [each.person for each in visits])
        number = await hand_in(tx, file.getvalue(), then, then)
    while await work_off_a_block(database, lambda: then):
        pass
    return number


def _visits(calendar: Calendar) -> Iterator[Visits]:
    """calendar: anchored on the last day of the month of treatment."""
    days = tuple(calendar.day.replace(day=day) for day in (5, 19, 26))
    for name, kana, sex, shares, cards, treated in (
        ("例示　戻", "レイジ　モドル", "1", (30, 20), (_SOCIETY, _NATIONAL), days[1:]),
        ("仮名　足子", "カメイ　タリコ", "2", (20, 30), (_NATIONAL, _SOCIETY), days[:2]),
    ):
        details = PersonDetails(name, kana, sex, calendar.birth(_AGE, _DAYS_SINCE_BIRTHDAY), *ADDRESS)
        person = _moved(details, cards, shares, calendar)
        yield Visits(person, person.covers[0].cover.insured, treated, False, False)


def _moved(
    details: PersonDetails, cards: tuple[_Card, _Card], shares: tuple[int, int], calendar: Calendar
) -> PersonEntry:
    """Each card with its own 高齢受給者証; the register heard of the change after the first visits."""
    changed = calendar.day.replace(day=_CHANGED_ON).toordinal()
    heard = changed + _REGISTERED_AFTER
    held = ((changed - _HELD_DAYS, changed - _HELD_DAYS, changed, heard), (changed, heard, None, None))
    covers: list[CoverEntry] = []
    for (body, symbol, number, place), percent, (since, told, until, loss_told) in zip(
        cards, shares, held, strict=True
    ):
        membership = Membership(
            words.insurer(body), symbol, number, since, told, until, loss_told, MOVED if until else None
        )
        certificate = elderly_certificate(details.birth_on, percent, calendar)
        covers += entry_of(details, place, (membership,), (certificate,), calendar).covers
    return PersonEntry(details, covers[0].known_at, tuple(covers))
