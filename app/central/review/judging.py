"""A block of receipts judged: who each is about, whom it goes to, and what the clinic is told (R13, R14)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from app.central.registry.known import KnownPeriod, KnownPerson, histories_of
from app.central.review.presented import Presented
from app.central.review.stated import Asked, Holding, holdings_of
from app.central.storage.database import Statements
from app.scheme.burden import burden_of
from app.scheme.cover import EligibilityInformation
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.addressing import addressed
from app.scheme.receipts.claimed_person import Candidate, identify
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import (
    NO_OBSTACLES,
    ConfirmationCode,
    Obstacle,
    ReviewOutcome,
    ReviewReason,
    Routing,
    confirm,
    returned_as_unknown,
    route,
    undecided,
)
from app.scheme.receipts.shares import CannotBeSplit
from app.scheme.receipts.splitting import split

GIVEN_BACK = frozenset({ReviewOutcome.RETURNED, ReviewOutcome.KOKUHO})


class Delivery(NamedTuple):
    """One payer's receipt. insured: None for public expense alone. receipt: None on paper.

    ratio_percent: the patient's share there, stated_ratio_percent under the stated card; None where not known, or
    not the same on all of its days.
    """

    insured: InsuredNumber | None
    days: tuple[date, ...]
    points: int
    receipt: Receipt | None
    ratio_percent: int | None = None
    stated_ratio_percent: int | None = None


class Judged(NamedTuple):
    """What becomes of one receipt. person: only where more than the stated card had to be looked at."""

    presented: Presented
    routing: Routing
    deliveries: tuple[Delivery, ...]
    person: KnownPerson | None = None


async def judge(tx: Statements, receipts: Sequence[Presented], known_at: datetime) -> list[Judged]:
    """In the order of the receipts. known_at: the moment whose knowledge decides, as a rule that of receipt."""
    asked = [_asked(each) for each in receipts]
    holdings = await holdings_of(tx, filter(None, asked), known_at)
    found = [
        _at_once(each, holdings.get(card, ()) if card else ())
        for each, card in zip(receipts, asked, strict=True)
    ]
    further = [each for each in found if isinstance(each, int)]
    persons = await histories_of(tx, further, known_at) if further else {}
    return [
        _by_history(each, persons[judged]) if isinstance(judged, int) else judged
        for each, judged in zip(receipts, found, strict=True)
    ]


def _asked(presented: Presented) -> Asked | None:
    stated, birth_on = presented.stated, presented.birth_on
    return (stated.key, birth_on) if stated and birth_on else None


def _at_once(presented: Presented, held: Sequence[Holding]) -> Judged | int:
    """What the stated card alone decides; else the id of the person whose whole cover must be looked at."""
    if not presented.insured:
        return _without_insurance(presented)
    stated = presented.stated
    if stated is None or presented.birth_on is None or not held:
        return Judged(presented, returned_as_unknown(), ())
    persons = _persons(presented, presented.birth_on, held) if len(held) > 1 else (held[0].person_id,)
    claim = presented.claim()
    if len(persons) > 1:
        return _whole(presented, undecided(claim, ReviewReason.SEVERAL_PERSONS))
    covers = [each.cover(stated) for each in held if each.person_id == persons[0]]
    confirmed = confirm(claim, covers)
    return _whole(presented, confirmed) if confirmed else persons[0]


def _persons(presented: Presented, birth_on: date, held: Iterable[Holding]) -> tuple[int, ...]:
    candidates = [Candidate(each.person_id, birth_on, each.sex, each.kana, each.branch) for each in held]
    branch = presented.stated.branch if presented.stated else None
    return identify(candidates, birth_on, presented.sex, presented.kana, branch)


def _without_insurance(presented: Presented) -> Judged:
    """公費単独: there is no insurance to confirm, and nothing is written into the receipt.

    One that names no payer at all is nobody's, and goes back.
    """
    if presented.receipt is None or "KO" not in presented.receipt.names:
        return Judged(presented, returned_as_unknown(), ())
    routing = Routing(ReviewOutcome.FORWARDED, ReviewReason.NOTHING_TO_CONFIRM, ConfirmationCode.COUNTER, ())
    whole = Delivery(None, presented.days, presented.points, presented.receipt)
    return Judged(presented, routing, (whole,))


def _by_history(presented: Presented, person: KnownPerson) -> Judged:
    """A receipt that cannot be split stays whole, with that reason."""
    covers = [period.cover for period in person.periods]
    claim = presented.claim()
    routing = route(claim, covers)
    if routing.outcome is ReviewOutcome.SPLIT and presented.receipt is not None:
        try:
            return _split(presented, presented.receipt, routing, person)
        except CannotBeSplit:
            barred = presented.claim(NO_OBSTACLES | {Obstacle.PARTS_DO_NOT_ADD_UP})
            return _whole(presented, route(barred, covers), person)
    if routing.outcome in GIVEN_BACK:
        return Judged(presented, routing, (), person)
    return _whole(presented, routing, person)


def _split(presented: Presented, receipt: Receipt, routing: Routing, person: KnownPerson) -> Judged:
    """Raises: CannotBeSplit."""
    ratios = [_ratio(person, part.insured, part.days) for part in routing.parts]
    deliveries = tuple(
        Delivery(
            each.part.insured,
            each.part.days,
            each.points,
            each.receipt,
            ratio,
            _stated_ratio(presented, person, each.part.days),
        )
        for each, ratio in zip(split(receipt, routing.parts, ratios), ratios, strict=True)
    )
    return Judged(presented, routing, deliveries, person)


def _whole(presented: Presented, routing: Routing, person: KnownPerson | None = None) -> Judged:
    """All of it to one payer. Shares are compared where the payer changed."""
    (part,) = routing.parts
    ratio = stated = None
    if person is not None and routing.outcome is ReviewOutcome.REASSIGNED:
        ratio = _ratio(person, part.insured, part.days)
        stated = _stated_ratio(presented, person, part.days)
    receipt = presented.receipt
    if receipt is not None:
        receipt = addressed(receipt, part, routing.confirmation, ratio)
    whole = Delivery(part.insured, part.days, presented.points, receipt, ratio, stated)
    return Judged(presented, routing, (whole,), person)


def _ratio(person: KnownPerson, insured: InsuredNumber, days: Sequence[date]) -> int | None:
    """The patient's share under that card on these days; None where it changed in between: one sum would be wrong."""
    found = {_ratio_on(person, insured, day) for day in days}
    return found.pop() if len(found) == 1 else None


def _ratio_on(person: KnownPerson, insured: InsuredNumber, day: date) -> int | None:
    """Whether or not the cover still held."""
    period = _latest(person.periods, insured, day)
    if period is None:
        return None
    information = EligibilityInformation(
        period.cover, person.details, period.ratio_percent, period.certificates, (), period.registered_at
    )
    return burden_of(information, day).percent


def _stated_ratio(presented: Presented, person: KnownPerson, days: Sequence[date]) -> int | None:
    return _ratio(person, presented.stated, days) if presented.stated else None


def _latest(periods: Sequence[KnownPeriod], insured: InsuredNumber, day: date) -> KnownPeriod | None:
    """The period of that card that holds the day, or else the last one."""
    under = [period for period in periods if period.cover.insured.key == insured.key]
    holding = [period for period in under if period.cover.is_valid_on(day)]
    return next(reversed(holding or under), None)
