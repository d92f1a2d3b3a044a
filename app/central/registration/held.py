"""What the register holds of the people of one block of rows: read together, changed in memory, written together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from app.central.intermediary.my_number import MyNumber
from app.scheme.certificates import SPECIFIC_DISEASE, EntitlementCertificate
from app.scheme.cover import PersonDetails
from app.scheme.numbers import CardKey, InsuredNumber

Facts = TypeVar("Facts")


class CoverFacts(NamedTuple):
    """One version of a period. lost_on: the first day without cover. ratio_percent: 後期高齢 only."""

    relationship: str
    ratio_percent: int | None
    acquired_on: date
    lost_on: date | None
    loss_reason: str | None
    filed_on: date | None

    @property
    def is_void(self) -> bool:
        """Lost on the day it was acquired: it never held."""
        return self.lost_on is not None and self.lost_on <= self.acquired_on


class CardIssue(NamedTuple):
    """An insurance card or 資格確認書 handed out, and perhaps given back."""

    issued_on: date
    returned_on: date | None

    @property
    def is_void(self) -> bool:
        """Returned before it was issued: it never was."""
        return self.returned_on is not None and self.returned_on < self.issued_on

    def as_void(self) -> "CardIssue":
        return self._replace(returned_on=self.issued_on - timedelta(days=1))


class CertificateKey(NamedTuple):
    """What makes two tellings the same certificate. disease: 特定疾病 may stand side by side."""

    kind: str
    valid_from: date
    disease: str | None

    @classmethod
    def of(cls, told: EntitlementCertificate) -> "CertificateKey":
        disease = told.class_code if told.kind == SPECIFIC_DISEASE else None
        return cls(told.kind, told.valid_from, disease)


class Window(NamedTuple):
    """From when to when a file was told."""

    begun_at: datetime
    ended_at: datetime

    def holds(self, *moments: datetime) -> bool:
        return all(self.begun_at <= each <= self.ended_at for each in moments)


@dataclass(slots=True)
class Versions(Generic[Facts]):
    """What is known of one thing, and what this block adds (R4).

    earlier: moments and what was said at them before something else, lines above in the same message or file: so told
    again it changes nothing. At one moment they are versions of no length, which nobody ever saw. said_since: when the
    telling that said what is known now began.
    """

    now: Facts | None = None
    known_from: datetime | None = None
    said_since: datetime | None = None
    earlier: list[tuple[datetime, Facts]] = field(default_factory=list)
    added: list[Facts] = field(default_factory=list)

    def tell(self, change: Callable[[Facts], Facts], moment: datetime) -> bool:
        """Whether it is news. moment: of the telling."""
        if self.now is None:
            raise LookupError("nothing is known that could change")
        new = change(self.now)
        if new == self.now or self._was_said_before(change, moment):
            return False
        self.add(new)
        return True

    def add(self, new: Facts) -> None:
        self.added.append(new)
        self.now = new

    def _was_said_before(self, change: Callable[[Facts], Facts], moment: datetime) -> bool:
        if self.added or self.known_from is None or self.known_from >= moment:
            return False  # said a few lines above: this line is the newer one
        since = self.said_since or self.known_from
        return any(at >= since and change(said) == said for at, said in self.earlier)


def known(versions: Versions[Facts]) -> Facts:
    """What is known now of something that stands in the register."""
    if versions.now is None:
        raise LookupError("nothing is known")
    return versions.now


@dataclass(slots=True, eq=False)
class HeldPeriod:
    """id 0: not yet written. is_new: written with this block. renamed: its cover_ref was told only now."""

    person: "HeldPerson"
    insurer: str
    cover_ref: str | None
    id: int = 0
    is_new: bool = False
    renamed: bool = False
    cover: Versions[CoverFacts] = field(default_factory=Versions)
    card: Versions[InsuredNumber] = field(default_factory=Versions)
    certificates: dict[CertificateKey, Versions[EntitlementCertificate]] = field(default_factory=dict)
    issues: dict[date, Versions[CardIssue]] = field(default_factory=dict)

    @property
    def newest_issue(self) -> date | None:
        """The day of the card in use; None where none was issued."""
        told = (known(each) for each in self.issues.values())
        return max((each.issued_on for each in told if not each.is_void), default=None)


@dataclass(slots=True, eq=False)
class HeldPerson:
    """id 0: not yet written. is_new: written with this block. my_number: of who is linked with this block."""

    id: int = 0
    is_new: bool = False
    linkage: str | None = None
    my_number: MyNumber | None = None
    details: Versions[PersonDetails] = field(default_factory=Versions)
    periods: list[HeldPeriod] = field(default_factory=list)

    @property
    def is_unwritten(self) -> bool:
        return not self.id

    @property
    def is_taken_back(self) -> bool:
        """Whoever told of them took it all back: nobody vouches for what is known, and the number is free again."""
        return all(known(each.cover).is_void for each in self.periods)

    def periods_at(self, insurer: str) -> Iterator[HeldPeriod]:
        return (each for each in self.periods if each.insurer == insurer)

    def others_than(self, insurer: str) -> Iterator[HeldPeriod]:
        return (each for each in self.periods if each.insurer != insurer)


@dataclass(slots=True)
class Block:
    """moment: of this telling. insurers: those of the register that the rows name.

    confirmed: what a human said is the same person, by told_key of the finding. told_before: when the very file of
    these rows was told.
    """

    moment: datetime
    insurers: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    told_before: Window | None = None
    by_my_number: dict[MyNumber, HeldPerson] = field(default_factory=dict)
    by_cover_ref: dict[tuple[str, str], HeldPeriod] = field(default_factory=dict)
    by_card: dict[CardKey, list[HeldPeriod]] = field(default_factory=dict)
    branches: dict[tuple[CardKey, str], HeldPerson] = field(default_factory=dict)
    persons: list[HeldPerson] = field(default_factory=list)

    def add_person(self, person: HeldPerson) -> None:
        self.persons.append(person)
        if person.my_number is not None:
            self.by_my_number[person.my_number] = person

    def note_period(self, period: HeldPeriod) -> None:
        """So that rows further down find it by its numbers."""
        if period.cover_ref is not None:
            self.by_cover_ref[period.insurer, period.cover_ref] = period
        card = known(period.card)
        under = self.by_card.setdefault(card.key, [])
        if period not in under:
            under.append(period)
        self.note_branch(card, period)

    def note_branch(self, card: InsuredNumber, period: HeldPeriod) -> None:
        """Also of a card of before. Whose period was taken back gives way to whose was not."""
        if card.branch is not None:
            place = (card.key, card.branch)
            if place not in self.branches or not known(period.cover).is_void:
                self.branches[place] = period.person

    @property
    def periods(self) -> Iterable[HeldPeriod]:
        return (period for person in self.persons for period in person.periods)
