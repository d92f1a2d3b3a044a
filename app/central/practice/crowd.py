"""The town's unnamed people, household by household, without end.

Everything hangs on the seed and the anchor day alone. Proportions are plausible, not statistics.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from app.central.practice import words
from app.central.practice.calendar import Calendar, years_before
from app.central.practice.household import (
    LONGEST_CERTIFICATE_DAYS,
    MOVED,
    Membership,
    Place,
    disease_certificate,
    elderly_certificate,
    entry_of,
    limit_certificate,
)
from app.central.practice.numbering import CardNumbers
from app.central.practice.words import FamilyName, TownInsurer
from app.central.registry.entries import PersonEntry
from app.scheme.certificates import LIMIT_AND_MEALS, EntitlementCertificate
from app.scheme.cover import PersonDetails
from app.scheme.days import elderly_rules_from

_WORKERS = frozenset({"company", "society", "mutual", "seamen"})
_SELF_EMPLOYED = frozenset({"national", "national_society"})
_PLACES = tuple(Place(f"{branch:02}", "1" if branch == 0 else "2") for branch in range(10))
_NATIONAL_PLACES = tuple(Place(f"{branch:02}", "1" if branch == 1 else "2") for branch in range(1, 10))
_UNBRANCHED = Place(None, "1")
_LATE_ELDERLY = tuple(Place("01", "1", ratio) for ratio in (10, 10, 10, 20, 20, 30))
_ELDERLY_RATIOS = (20, 20, 20, 20, 30)
_LIMITS_OF_WORKING_AGE = ("A01", "A02", "A03", "A03", "A04", "A04", "A05")
_LIMITS_AT_20 = ("B05", "B06")
_LIMITS_AT_30 = ("B01", "B02", "B03")
_LIMITS_OF_LATE_ELDERLY = {10: ("B05", "B06", "B10"), 20: ("B09",), 30: _LIMITS_AT_30}
_WITH_MEALS = frozenset({"A05", "B05", "B06"})
_CHANGES_WITHIN_DAYS = 3 * 365


class _Kind(NamedTuple):
    """How households of a kind look: age of the head, chance of a spouse, of children, and who insures them."""

    weight: int
    youngest: int
    oldest: int
    spouse: float
    children: int
    insured_by: str


_KINDS = (
    _Kind(20, 20, 59, 0.0, 0, "work"),
    _Kind(9, 25, 64, 1.0, 0, "work"),
    _Kind(20, 27, 52, 0.95, 3, "work"),
    _Kind(9, 22, 69, 0.3, 0, "national"),
    _Kind(5, 28, 52, 0.9, 3, "national"),
    _Kind(11, 65, 74, 0.8, 0, "national"),
    _Kind(2, 66, 74, 0.5, 0, "work"),
    _Kind(16, 75, 96, 0.5, 0, "late_elderly"),
)


class Crowd:
    """numbers: shared with the named people, so that no card is issued twice."""

    def __init__(self, calendar: Calendar, seed: int, numbers: CardNumbers) -> None:
        self._calendar = calendar
        self._numbers = numbers
        self._random = Random(f"{seed}/{calendar.day.isoformat()}")
        self._families = words.family_names()
        self._streets = words.streets()
        self._kinds = tuple(kind for kind in _KINDS for _ in range(kind.weight))
        self._insurers = {
            "work": _weighted(_WORKERS),
            "national": _weighted(_SELF_EMPLOYED),
            "late_elderly": _weighted(frozenset({"late_elderly"})),
        }
        self._given = {
            (sex, generation): words.given_names(sex, generation)
            for sex in "12"
            for generation in ("elder", "middle", "young")
        }

    def people(self) -> Iterator[PersonEntry]:
        """Without end; take as many as are wanted."""
        while True:
            yield from self._household()

    def _household(self) -> list[PersonEntry]:
        chance = self._random.random
        kind = self._kinds[int(chance() * len(self._kinds))]
        family = self._families[int(chance() * len(self._families))]
        street = self._streets[int(chance() * len(self._streets))]
        address = f"{street.address}{int(chance() * 30) + 1}番{int(chance() * 20) + 1}号"
        births = self._births(kind)
        if kind.insured_by == "late_elderly":
            return [self._late_elderly(family, street.postcode, address, born) for born in births]
        first_card = births[0] + 18 * 365 + int(chance() * 1500)
        memberships = self._memberships(kind.insured_by, first_card)
        places = self._places(memberships[-1].insurer)
        return [
            self._member(family, street.postcode, address, place, born, memberships, role)
            for role, (born, place) in enumerate(zip(births, places, strict=False))
            if memberships[-1].covers_after(born)
        ]

    def _births(self, kind: _Kind) -> list[int]:
        """Ordinals of birth: head, spouse, children; one family in seventy with children has twins."""
        chance = self._random.random
        today = self._calendar.today
        head = today - 1 - int((kind.youngest + (kind.oldest - kind.youngest + 0.99) * chance()) * 365.25)
        births = [head]
        if chance() < kind.spouse:
            youngest, oldest = (75, 110) if kind.insured_by == "late_elderly" else (20, 74)
            spouse = head + int((chance() - 0.4) * 2500)
            births.append(max(min(spouse, today - 1 - int(youngest * 365.25)), today - oldest * 365))
        if kind.children:
            eldest = int(min(18.0, (today - head) / 365.25 - 22) * 365)
            births += [today - 1 - int(chance() * eldest) for _ in range(1 + int(chance() * kind.children))]
            if chance() < 1 / 70:
                births.append(births[-1])
        return births

    def _memberships(self, insured_by: str, since: int) -> tuple[Membership, ...]:
        """Mostly one card for years; some changed lately, some are lapsed, some wait to be registered."""
        chance = self._random.random
        today = self._calendar.today
        draw = chance()
        insurer = self._insurer(insured_by)
        if draw > 0.14 or today - since < _CHANGES_WITHIN_DAYS + 400:
            return (self._membership(insurer, min(since, today - 400)),)
        changed = today - 1 - int(chance() * _CHANGES_WITHIN_DAYS)
        before = self._membership(self._insurer("work"), since)
        told = changed + self._delay(before.insurer)
        if self._calendar.is_known(told):
            before = _lost(before, changed, told, MOVED if draw < 0.12 else "99")
        registered = changed + self._delay(insurer)
        if draw > 0.12 or not self._calendar.is_known(registered):
            return (before,)
        symbol, number = self._numbers.issue(insurer)
        return before, Membership(insurer, symbol, number, changed, registered)

    def _membership(self, insurer: TownInsurer, since: int) -> Membership:
        symbol, number = self._numbers.issue(insurer)
        return Membership(insurer, symbol, number, since, since + self._delay(insurer))

    def _insurer(self, insured_by: str) -> TownInsurer:
        choices = self._insurers[insured_by]
        return choices[int(self._random.random() * len(choices))]

    def _delay(self, insurer: TownInsurer) -> int:
        """Days until an insurer tells the register; their median is the usual delay."""
        return int((insurer.usual_delay_days or 14) * (0.4 + 2.4 * self._random.random() ** 2))

    def _places(self, insurer: TownInsurer) -> tuple[Place, ...]:
        """Branches in the order head, spouse, children; one old single card in twenty has none yet (R12)."""
        if insurer.card == "national":
            return _NATIONAL_PLACES
        return _PLACES if self._random.random() > 0.02 else (_UNBRANCHED, *_PLACES[1:])

    def _member(
        self,
        family: FamilyName,
        postcode: str,
        address: str,
        place: Place,
        born: int,
        memberships: tuple[Membership, ...],
        role: int,
    ) -> PersonEntry:
        details = self._details(family, postcode, address, born, role)
        certificates = self._certificates(details.birth_on, memberships[-1])
        return entry_of(details, place, memberships, certificates, self._calendar)

    def _details(
        self, family: FamilyName, postcode: str, address: str, born: int, role: int
    ) -> PersonDetails:
        """role: 0 head, 1 spouse, 2 and more children."""
        chance = self._random.random
        years = (self._calendar.today - born) / 365.25
        man = role != 1 and chance() < (0.75 if role == 0 else 0.51)
        sex = "1" if man else "2"
        names = self._given[sex, "young" if years < 19 else "middle" if years < 62 else "elder"]
        given = names[int(chance() * len(names))]
        return PersonDetails(
            f"{family.registered}　{given.written}",
            f"{family.kana}　{given.kana}",
            sex,
            date.fromordinal(born),
            postcode,
            address,
        )

    def _late_elderly(self, family: FamilyName, postcode: str, address: str, born: int) -> PersonEntry:
        """後期高齢 from the 75th birthday; where that is not long ago, the register still shows what was before."""
        chance = self._random.random
        details = self._details(family, postcode, address, born, 0)
        birthday = years_before(details.birth_on, -75).toordinal()
        place = _LATE_ELDERLY[int(chance() * len(_LATE_ELDERLY))]
        current = self._membership(self._insurer("late_elderly"), birthday)
        memberships: tuple[Membership, ...] = (current,)
        if birthday > self._calendar.opened:
            before = self._membership(self._insurer("national"), birthday - 3000)
            memberships = (_lost(before, birthday, current.registered, MOVED), current)
        certificates: tuple[EntitlementCertificate, ...] = ()
        if chance() < 0.12 and self._held_for_long(current):
            certificates = (self._limit(_LIMITS_OF_LATE_ELDERLY[place.ratio_percent or 10]),)
        return entry_of(details, place, memberships, certificates, self._calendar)

    def _certificates(self, birth_on: date, membership: Membership) -> tuple[EntitlementCertificate, ...]:
        """Only on a card held for long, so that no certificate begins before its cover."""
        if membership.until is not None or not self._held_for_long(membership):
            return ()
        chance = self._random.random
        elderly = elderly_rules_from(birth_on) <= self._calendar.day
        draw = chance()
        if not elderly and draw > 0.06:
            return ()
        found = []
        limits: tuple[str, ...] = _LIMITS_OF_WORKING_AGE
        if elderly and chance() < 0.9:
            ratio = _ELDERLY_RATIOS[int(chance() * len(_ELDERLY_RATIOS))]
            limits = _LIMITS_AT_20 if ratio == 20 else _LIMITS_AT_30
            found.append(elderly_certificate(birth_on, ratio, self._calendar))
        elif elderly:
            return ()
        if draw < 0.06:
            found.append(self._limit(limits))
        if draw < 0.004:
            found.append(disease_certificate("1" if draw < 0.0036 else "2", self._calendar))
        return tuple(found)

    def _held_for_long(self, membership: Membership) -> bool:
        return membership.since < self._calendar.today - LONGEST_CERTIFICATE_DAYS

    def _limit(self, classes: tuple[str, ...]) -> EntitlementCertificate:
        code = classes[int(self._random.random() * len(classes))]
        if code in _WITH_MEALS:
            return limit_certificate(code, self._calendar, LIMIT_AND_MEALS)
        return limit_certificate(code, self._calendar)


def _lost(membership: Membership, day: int, told: int, reason: str) -> Membership:
    return Membership(
        membership.insurer,
        membership.symbol,
        membership.number,
        membership.since,
        membership.registered,
        day,
        max(told, membership.registered),
        reason,
    )


def _weighted(cards: frozenset[str]) -> tuple[TownInsurer, ...]:
    return tuple(each for each in words.insurers() if each.card in cards for _ in range(each.weight))
