"""The manager's month: what checking saved, what still moved, and which insurers register late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from app.eligibility.answer import Check
from app.eligibility.ports import InsurerNotice
from app.eligibility.question import TypedQuestion
from app.notices.notice import Notice, NoticeKind, NoticeState
from app.scheme.cover import EligibilityInformation
from app.scheme.days import business_day, last_of_month
from app.scheme.outcome import Outcome
from app.staff.member import Duty, StaffMember

_LAPSED = (Outcome.LAPSED, Outcome.LAPSED_NEWER)
MOST_INSURERS = 8


class MonthBook(Protocol):
    """What the ledger tells of a month."""

    def of_days(self, first: date, last: date) -> tuple[Check, ...]:
        """Entered on these Japanese days, both included, oldest first."""

    def insurers(self) -> tuple[InsurerNotice, ...]:
        """As the service last told them."""


@dataclass(frozen=True, slots=True)
class SlowInsurer:
    """usual_days: as published, None where it is not. seen: covers that this clinic met while they were new.

    longest_days: of those, from acquisition to registration; unknown: checks that found nobody under its number.
    """

    number: str
    name: str
    usual_days: int | None
    seen: int
    longest_days: int | None
    unknown: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """checks: answered. caught: lapsed cards at the counter, each person's once. avoided: of these, with whom a valid

    card was found in the same month: their receipts would have moved or come back. moved, returned: by the notices
    told in the month. open: of them, not done yet. slowest: insurers, the slowest first.
    """

    month: date
    checks: int
    caught: int
    avoided: int
    moved: int
    returned: int
    open: int
    slowest: tuple[SlowInsurer, ...]


def month_figures(
    month: date, staff: StaffMember, book: MonthBook, notices: Sequence[Notice]
) -> MonthFigures:
    """month: its first day. notices: at least those told in it. Raises: NotAllowed."""
    staff.must_be_allowed(Duty.SEE_MONTH)
    checks = [each for each in book.of_days(month, last_of_month(month)) if each.answer is not None]
    told = [each for each in notices if business_day(each.created_at).replace(day=1) == month]
    caught = _caught(checks)
    return MonthFigures(
        month=month,
        checks=len(checks),
        caught=len(caught),
        avoided=sum(_found_valid_later(person, at, checks) for person, at in caught.items()),
        moved=_count(told, NoticeKind.REASSIGNED, NoticeKind.SPLIT),
        returned=_count(told, NoticeKind.RETURNED, NoticeKind.KOKUHO),
        open=sum(each.handling.state is not NoticeState.DONE for each in told),
        slowest=_slowest(checks, book.insurers()),
    )


def _count(notices: Iterable[Notice], *kinds: NoticeKind) -> int:
    return sum(each.kind in kinds for each in notices)


Person = tuple[str, date]


def _person(information: EligibilityInformation) -> Person:
    """Kana and birth date tell somebody across insurers; the number changes with them."""
    return information.person.kana.replace("　", ""), information.person.birth_on


def _caught(checks: Iterable[Check]) -> dict[Person, int]:
    """Each person whose lapsed card was shown, and the place of the first such check."""
    found: dict[Person, int] = {}
    for place, each in enumerate(checks):
        answer = each.answer
        if answer is not None and answer.outcome in _LAPSED and answer.single is not None:
            found.setdefault(_person(answer.single), place)
    return found


def _found_valid_later(person: Person, place: int, checks: Sequence[Check]) -> bool:
    answers = (each.answer for each in checks[place:])
    return any(
        answer is not None
        and answer.outcome is Outcome.VALID
        and answer.single is not None
        and _person(answer.single) == person
        for answer in answers
    )


def _slowest(checks: Sequence[Check], insurers: Iterable[InsurerNotice]) -> tuple[SlowInsurer, ...]:
    """Those that publish a delay or were met as slow here; at most as many as fit a page."""
    delays: dict[str, dict[tuple[object, ...], int]] = {}
    unknown: dict[str, int] = {}
    names = {each.number: each.name for each in insurers}
    usual = {each.number: each.usual_delay_days for each in insurers}
    for check in checks:
        answer = check.answer
        if answer is None:
            continue
        if answer.outcome is Outcome.VALID and answer.single is not None:
            cover = answer.single.cover
            number = cover.insured.insurer.digits
            names.setdefault(number, cover.insurer_name)
            known = answer.single.registered_at
            days = (business_day(known) - cover.acquired_on).days if known is not None else 0
            if cover.acquired_on >= answer.on.replace(day=1) - timedelta(days=31) and days > 0:
                key = (*cover.insured.key, *_person(answer.single))
                delays.setdefault(number, {})[key] = days
        elif answer.outcome is Outcome.NONE and isinstance(check.question, TypedQuestion):
            number = check.question.insured.insurer.digits
            unknown[number] = unknown.get(number, 0) + 1
    found = [
        SlowInsurer(
            number,
            names.get(number, ""),
            usual.get(number),
            len(delays.get(number, {})),
            max(delays.get(number, {}).values(), default=None),
            unknown.get(number, 0),
        )
        for number in names.keys() | unknown.keys()
    ]
    slow = [each for each in found if each.usual_days or each.seen or each.unknown]
    return tuple(sorted(slow, key=_slowness)[:MOST_INSURERS])


def _slowness(insurer: SlowInsurer) -> tuple[int, int, int, str]:
    days = max(insurer.usual_days or 0, insurer.longest_days or 0)
    return -days, -insurer.seen, -insurer.unknown, insurer.number
