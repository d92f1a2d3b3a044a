"""People of every fate, and receipts about them: covers that overlap, leave gaps, begin later, end by death, were told
by mistake and taken back, or became known too late. All invented by chance, the same for a seed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from app.central.registry.entries import CoverEntry, InsurerEntry, PersonEntry
from app.scheme.cover import DIED, Cover, PersonDetails
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.kinds import ReceiptKind
from tests.central.clinic import ASSOCIATION, INSURERS, LATE_ELDERLY, LONG_KNOWN, SOCIETY
from tests.scheme.receipts.builders import Act, Claim

KOKUHO = "139998"
FATED_INSURERS = (*INSURERS, InsurerEntry(KOKUHO, "見本市", None))
_LONG_AGO = date(2015, 4, 1)
_LEFT, _TREATED = "03", (1, 2, 2, 3, 4)
_BARRING: tuple[tuple[tuple[str, ...], dict[str, dict[str, str]]], ...] = (
    (("54136015",), {}),
    ((), {"HO": {"amount_paid": "80100"}}),
)


class Fate(NamedTuple):
    """Somebody, and what a receipt says of them."""

    person: PersonEntry
    claim: Claim


def fates(kind: ReceiptKind, month: date, received: datetime, count: int, seed: int) -> Iterator[Fate]:
    """received: what became known after it does not count."""
    chance = Random(f"{seed}/{kind}")
    for place in range(1, count + 1):
        cards = chance.sample(_cards(place), 3)
        covers = tuple(
            _cover(chance.choice(cards), month, received, chance) for _ in range(chance.randint(1, 5))
        )
        born = date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))
        details = PersonDetails("架空　花", "カクウ　ハナ", "2", born, None, "東京都架空区")
        person = PersonEntry(details, LONG_KNOWN, covers)
        shown = chance.choice(covers).cover.insured if chance.random() < 0.97 else cards[0]
        yield Fate(person, _claim(kind, month, born, shown, chance))


def _cards(place: int) -> tuple[InsuredNumber, ...]:
    """One with each insurer, and a second with one of them."""
    return (
        InsuredNumber.parse(SOCIETY, "12", f"{place}", "00"),
        InsuredNumber.parse(ASSOCIATION, "13990001", f"{place}", "01"),
        InsuredNumber.parse(ASSOCIATION, "13990002", f"{place}", "02"),
        InsuredNumber.parse(KOKUHO, "例", f"{place}", "03"),
        InsuredNumber.parse(LATE_ELDERLY, "", f"{place:08}", ""),
    )


def _cover(insured: InsuredNumber, month: date, received: datetime, chance: Random) -> CoverEntry:
    """Days near the month, often the same ones: what begins and ends on one day must be told apart as well."""
    since = _LONG_AGO if chance.random() < 0.3 else month + timedelta(days=chance.randrange(-30, 45, 3))
    known_at = received + timedelta(days=chance.randint(1, 9)) if chance.random() < 0.1 else LONG_KNOWN
    draw = chance.random()
    if draw < 0.35:
        return CoverEntry(Cover(insured, "", "1", since, None, None), None, known_at, None, ())
    lost_on = since if draw < 0.5 else max(since, month) + timedelta(days=chance.randrange(0, 40, 3))
    loss_known_at = received + timedelta(days=9) if chance.random() < 0.1 else known_at
    held = Cover(insured, "", "1", since, lost_on, DIED if chance.random() < 0.1 else _LEFT)
    return CoverEntry(held, None, known_at, loss_known_at, ())


def _claim(kind: ReceiptKind, month: date, born: date, shown: InsuredNumber, chance: Random) -> Claim:
    days = sorted({chance.randrange(1, 31, 2) for _ in range(chance.choice(_TREATED))})
    own = ("SS",) if kind is ReceiptKind.DENTAL else ("SI",)
    acts = [
        Act(288, {days[0]: 1}, own),
        Act(68, dict.fromkeys(days, 1), own),
        Act(21, {days[-1]: 2}, ("IY",)),
    ]
    public, changes = chance.choice(_BARRING) if chance.random() < 0.06 else ((), {})
    return Claim(
        kind=kind,
        acts=acts,
        month=month,
        birth_on=born,
        insurer=f"{shown.insurer.digits:>8}",
        symbol=shown.symbol,
        card_number=shown.number,
        branch=shown.branch or "",
        public=public,
        changes=changes,
    )
