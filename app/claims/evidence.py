"""What the clinic knows of a patient's cover: from its charts, its checks, and what it asked about this month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.claims.claimed import ClaimedReceipt
from app.eligibility.answer import Answer
from app.patients.patient import Patient
from app.scheme.cover import Cover, EligibilityInformation
from app.scheme.days import business_day
from app.scheme.names import kana_key, same_name
from app.scheme.outcome import Outcome
from app.scheme.receipts.claimed_person import Candidate, identify


class Source(StrEnum):
    """Where a fact comes from."""

    CHART = "chart"
    CHECK = "check"
    BATCH = "batch"
    STAFF = "staff"


SOURCE_WORDS = {
    Source.CHART: "台帳",
    Source.CHECK: "窓口の資格確認",
    Source.BATCH: "一括の資格確認",
    Source.STAFF: "手入力",
}


@dataclass(frozen=True, slots=True)
class KnownCover:
    """One period of cover as the service told it at known_at."""

    cover: Cover
    known_at: datetime
    source: Source

    def is_certain_on(self, day: date) -> bool:
        """Whether it was asked on that day or later, or its end is known: a cover may end unheard after that."""
        return self.cover.lost_on is not None or day <= business_day(self.known_at)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """The person as registered, or as the chart has them."""

    name: str
    kana: str
    sex: str
    birth_on: date
    source: Source


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known about one receipt's patient.

    asked: days on which the stated card was asked about. newer_on: of them, days on which it is lapsed and a newer
    cover holds whose number is not told (R7). nobody_on: days on which no such card was known. several: it is one of
    several people's, and nothing tells whose. refused: the service would not answer about it.
    """

    covers: tuple[KnownCover, ...] = ()
    person: KnownPerson | None = None
    asked: frozenset[date] = frozenset()
    newer_on: frozenset[date] = frozenset()
    nobody_on: frozenset[date] = frozenset()
    several: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An answer of the service about the stated card on a day. answer: None where it was refused."""

    on: date
    answer: Answer | None
    source: Source


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds that may be about one receipt. charts: by its card, or by birth date and name."""

    charts: tuple[Patient, ...] = ()
    told: tuple[Told, ...] = ()


def evidence_of(claimed: ClaimedReceipt, known: Known) -> Evidence:
    """Whatever is about somebody else of the same card is left out; a person found by the service goes before ours."""
    found = _Gathering(claimed)
    for chart in known.charts:
        found.chart(chart)
    for told in sorted(known.told, key=_told_at):
        found.told(told)
    return found.evidence()


def _told_at(told: Told) -> str:
    return told.answer.checked_at.isoformat() if told.answer is not None else ""


class _Gathering:
    """One receipt's evidence while it comes together."""

    def __init__(self, claimed: ClaimedReceipt) -> None:
        self._claimed = claimed
        self._covers: list[KnownCover] = []
        self._charts: list[Patient] = []
        self._registered: KnownPerson | None = None
        self._asked: set[date] = set()
        self._newer: set[date] = set()
        self._nobody: set[date] = set()
        self._several = self._refused = False

    def chart(self, chart: Patient) -> None:
        self._charts.append(chart)

    def told(self, told: Told) -> None:
        if told.answer is None:
            self._refused = True
            return
        answer, day = told.answer, told.on
        information = self._mine(answer.information)
        if information is None:
            if answer.outcome is Outcome.NONE:
                self._asked.add(day)
                self._nobody.add(day)
            elif answer.outcome is Outcome.SEVERAL:
                self._asked.add(day)
                self._several = True
            return
        self._asked.add(day)
        self._covers.append(KnownCover(information.cover, answer.checked_at, told.source))
        if answer.outcome is Outcome.LAPSED_NEWER:
            self._newer.add(day)
        person = information.person
        self._registered = KnownPerson(person.name, person.kana, person.sex, person.birth_on, told.source)

    def _mine(self, information: tuple[EligibilityInformation, ...]) -> EligibilityInformation | None:
        """The one person of an answer that the receipt is about; of several as the review tells them apart."""
        claimed = self._claimed
        if len(information) == 1 or claimed.birth_on is None:
            same = [each for each in information if each.person.birth_on == claimed.birth_on]
            return same[0] if same else None
        people = [
            Candidate(
                place,
                each.person.birth_on,
                each.person.sex,
                each.person.kana,
                each.cover.insured.branch,
            )
            for place, each in enumerate(information)
        ]
        branch = claimed.stated.branch if claimed.stated else None
        fitting = identify(people, claimed.birth_on, claimed.sex, claimed.kana, branch)
        return information[fitting[0]] if len(fitting) == 1 else None

    def _own_chart(self) -> Patient | None:
        """By card and birth date; else by two of card, birth date and name. None where several would do."""
        claimed = self._claimed
        key = claimed.stated.key if claimed.stated else None
        spoken = kana_key(claimed.kana)

        def score(chart: Patient) -> int:
            card = any(each.insured.key == key for each in chart.cards)
            born = chart.birth_on == claimed.birth_on
            called = same_name(chart.name, claimed.name) or bool(spoken and kana_key(chart.kana) == spoken)
            return (4 * card + 3 * born + 2 * called) if card + born + called >= 2 else 0

        scored = sorted(((score(each), each.id, each) for each in self._charts), reverse=True)[:2]
        if not scored or not scored[0][0] or (len(scored) == 2 and scored[0][0] == scored[1][0]):
            return None
        return scored[0][2]

    def evidence(self) -> Evidence:
        chart = self._own_chart()
        person = self._registered
        if chart is not None:
            self._covers += _covers_of(chart)
            if person is None:
                person = KnownPerson(chart.name, chart.kana, chart.sex, chart.birth_on, Source.CHART)
        return Evidence(
            covers=tuple(self._covers),
            person=person,
            asked=frozenset(self._asked),
            newer_on=frozenset(self._newer),
            nobody_on=frozenset(self._nobody),
            several=self._several,
            refused=self._refused,
        )


def _covers_of(chart: Patient) -> Iterator[KnownCover]:
    """Cards whose period the service once told."""
    for card in chart.cards:
        if card.acquired_on is not None and card.confirmed_at is not None:
            cover = Cover(
                card.insured, card.insurer_name, card.relationship, card.acquired_on, card.lost_on, None
            )
            yield KnownCover(cover, card.confirmed_at, Source.CHART)
