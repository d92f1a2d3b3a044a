"""Gathers the town's named people and their cases, as the stories tell them."""

from dataclasses import dataclass, replace
from datetime import date

from app.central.practice import words
from app.central.practice.calendar import Calendar, years_before
from app.central.practice.case import REFUSED, CardPlan, Case
from app.central.practice.household import MOVED, Membership, Place, entry_of
from app.central.practice.numbering import CardNumbers
from app.central.registry.entries import PersonEntry
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import PersonDetails
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import Outcome

_CARD_YEARS_LEFT = 3
ADDRESS = ("000-0001", "例示県例示市見本町1番1号")
HEAD = Place("00", "1")
SPOUSE = Place("01", "2")
CHILD = Place("02", "2")
YOUNGER_CHILD = Place("03", "2")
NATIONAL_HEAD = Place("01", "1")


@dataclass(frozen=True, slots=True)
class Named:
    """A named person. written: the name on the card's face, all its letters; face: the photograph in a few words."""

    entry: PersonEntry
    written: str
    face: str

    @property
    def current(self) -> InsuredNumber:
        return self.entry.covers[-1].cover.insured

    @property
    def birth_on(self) -> date:
        return self.entry.details.birth_on


class Cast:
    """people, cases, cards: in the order in which they were told."""

    def __init__(self, calendar: Calendar, numbers: CardNumbers) -> None:
        self.calendar = calendar
        self.people: list[PersonEntry] = []
        self.cases: list[Case] = []
        self.cards: list[CardPlan] = []
        self._numbers = numbers

    def card_of(self, body: str, since_days: int = 2500, registered_after: int = 5) -> Membership:
        """A new card of the insurer with that number body, held since so many days ago."""
        insurer = words.insurer(body)
        symbol, number = self._numbers.issue(insurer)
        since = self.calendar.today - since_days
        return Membership(insurer, symbol, number, since, since + registered_after)

    def lost(
        self, card: Membership, days_ago: int, registered_after: int = 3, reason: str = MOVED
    ) -> Membership:
        """The card, without cover since so many days ago, and the register told soon after."""
        until = self.calendar.today - days_ago
        return replace(card, until=until, loss_registered=until + registered_after, loss_reason=reason)

    def person(
        self,
        name: str,
        kana: str,
        sex: str,
        birth_on: date,
        face: str,
        memberships: Membership | tuple[Membership, ...],
        place: Place = HEAD,
        certificates: tuple[EntitlementCertificate, ...] = (),
        written: str = "",
    ) -> Named:
        """Somebody new in the register. name: as registered, ● for lost letters; written: the card's face if other."""
        details = PersonDetails(name, kana, sex, birth_on, *ADDRESS)
        held = memberships if isinstance(memberships, tuple) else (memberships,)
        entry = entry_of(details, place, held, certificates, self.calendar)
        self.people.append(entry)
        return Named(entry, written or name, face)

    def card(self, case: str, who: Named, hint: str, valid_until: date | None = None) -> CardPlan:
        """A My Number card in good order, unless changed; its certificate ends on a birthday."""
        until = valid_until or self._birthday_in(who.birth_on, _CARD_YEARS_LEFT)
        return CardPlan(case, who.entry, f"{who.written}（{hint}）", who.face, until)

    def typed(
        self,
        case: str,
        asked: InsuredNumber,
        birth_on: date,
        expected: Outcome = Outcome.VALID,
        on: date | None = None,
        card: CardPlan | None = None,
    ) -> None:
        """A case that is typed in; where it has a card, the card's photograph leads to the same answer."""
        self._tell(Case(case, asked, birth_on, on, expected, card))

    def shown(self, card: CardPlan, expected: Outcome | None) -> None:
        """A case of a card alone. expected: None where the card is refused."""
        self._tell(Case(card.case, None, None, None, expected or REFUSED, card))

    def _tell(self, case: Case) -> None:
        self.cases.append(case)
        if case.card:
            self.cards.append(case.card)

    def _birthday_in(self, birth_on: date, years: int) -> date:
        return years_before(birth_on, birth_on.year - self.calendar.day.year - years)
