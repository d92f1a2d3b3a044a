"""The review beside a slow reading of R13: taken apart by hand, receipt by receipt, day by day, no code shared."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import NamedTuple

import pytest

from app.central.practice.fill import fill
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import build
from app.central.registry.entries import PersonEntry
from app.central.registry.load import load_insurers, load_persons
from app.central.review.judging import Judged, judge
from app.central.review.presented import presented
from app.central.storage.database import Database
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.reading import ReceiptReader
from tests.central.review.fates import FATED_INSURERS, fates
from tests.scheme.receipts.builders import file_of
from tests.scheme.receipts.slow_review import Period, Verdict, slow_review

pytestmark = pytest.mark.anyio
DAY = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)
DAWN = datetime(2026, 11, 19, 17, tzinfo=UTC)
RECEIVED = DAWN - timedelta(days=12)
"""While some insurers had not told yet."""


class Sheet(NamedTuple):
    """One receipt as a person at a desk would read it."""

    card: str
    born: str
    sex: str
    kana: str
    branch: str
    days: list[date]
    barred: bool


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("－", "-").upper()


def card_of(insurer: str, symbol: str, number: str) -> str:
    """One word for a card, in the order in which ties are broken; 後期高齢 numbers may lose their zeros."""
    bare = plain(number).lstrip("0") if insurer.startswith("39") and len(insurer) == 8 else plain(number)
    return f"{insurer}|{plain(symbol)}|{bare}"


def sheets(data: bytes, kind: ReceiptKind = ReceiptKind.MEDICAL) -> Iterator[Sheet]:
    place = PLACES[kind]
    found: dict[str, list[list[str]]] = {}
    for line in data.decode("cp932").splitlines():
        items = line.split(",")
        if items[0] in (place.opening, "GO") and found:
            yield sheet(found, place)
            found = {}
        if items[0] not in (place.head, "GO", "\x1a"):
            found.setdefault(items[0], []).append(items)


class Places(NamedTuple):
    """Where things stand in the records of a kind, counted on the printed layouts. acts: before the first day column.

    on: the day of a record that has one for itself.
    """

    head: str
    opening: str
    kana: int
    paid: int
    acts: dict[str, int]
    on: dict[str, int]


PLACES = {
    ReceiptKind.MEDICAL: Places("IR", "RE", 36, 11, {"SI": 12, "IY": 12}, {}),
    ReceiptKind.DENTAL: Places("UK", "IR", 25, 10, {"SS": 77, "SI": 6, "IY": 7}, {}),
    ReceiptKind.PHARMACY: Places("YK", "RE", 41, 9, {}, {"CZ": 3, "KI": 1}),
}


def sheet(found: dict[str, list[list[str]]], place: Places) -> Sheet:
    common, insurance = found["RE"][0], found["HO"][0]
    year, month = int(common[3][:4]), int(common[3][4:])
    days = {
        day
        for name, before in place.acts.items()
        for act in found.get(name, [])
        for day in range(1, 32)
        if act[before + day].strip()
    }
    days |= {int(act[at][6:]) for name, at in place.on.items() for act in found.get(name, [])}
    branch = found["SN"][0][6] if "SN" in found else ""
    return Sheet(
        card_of(insurance[1].strip(), insurance[2], insurance[3]),
        common[6],
        common[5],
        plain(common[place.kana]),
        branch,
        [date(year, month, day) for day in sorted(days)],
        "KO" in found or bool(insurance[place.paid].strip()),
    )


def periods_known(person: PersonEntry) -> list[tuple[Period, str]]:
    """What the register knew of the person when the receipts arrived, each period with its branch."""
    known = []
    for entry in person.covers:
        if entry.known_at <= RECEIVED:
            insured = entry.cover.insured
            told = entry.loss_known_at is not None and entry.loss_known_at <= RECEIVED
            card = card_of(insured.insurer.digits, insured.symbol, insured.number)
            lost = entry.cover.lost_on if told else None
            known.append(((card, entry.cover.acquired_on, lost), insured.branch or ""))
    return known


def whom(sheet: Sheet, people: Iterable[PersonEntry]) -> list[PersonEntry]:
    fitting = [
        person
        for person in people
        if person.details.birth_on.strftime("%Y%m%d") == sheet.born
        and any(period[0] == sheet.card for period, _ in periods_known(person))
    ]
    for told_apart in (
        lambda person: person.details.sex == sheet.sex,
        lambda person: plain(person.details.kana) == sheet.kana,
        lambda person: any(branch and branch == sheet.branch for _, branch in periods_known(person)),
    ):
        if len(fitting) > 1:
            fitting = list(filter(told_apart, fitting)) or fitting
    return fitting


def expected(sheet: Sheet, people: Iterable[PersonEntry]) -> Verdict:
    found = whom(sheet, people)
    if not found:
        return Verdict("returned", {})
    if len(found) > 1:
        return Verdict("forwarded", {sheet.card: sheet.days})
    return slow_review(sheet.card, sheet.days, [each for each, _ in periods_known(found[0])], sheet.barred)


def given(judged: Judged) -> Verdict:
    days_of = {
        card_of(each.insured.insurer.digits, each.insured.symbol, each.insured.number): list(each.days)
        for each in judged.deliveries
        if each.insured
    }
    return Verdict(judged.routing.outcome.value, days_of)


async def test_the_review_and_its_slow_reading_agree(
    memory: Database, size: Callable[[int, int], int]
) -> None:
    """R13."""
    town = build(size(1_000, 10_000), 7, DAY)
    people = list(town.people())
    await fill(memory, town, None, DAWN)
    file = BytesIO()
    count = size(1_500, 20_000)
    write_receipts(file, visits_of_a_month(people, OCTOBER, count), town.institutions[0], OCTOBER)
    await agreed(memory, people, file.getvalue(), ReceiptKind.MEDICAL, count)


@pytest.mark.parametrize("kind", ReceiptKind)
async def test_whatever_became_of_the_cover_both_agree(
    memory: Database, size: Callable[[int, int], int], kind: ReceiptKind
) -> None:
    """R13: on receipts of every kind about people of every fate."""
    count = size(1_000, 20_000)
    found = list(fates(kind, OCTOBER, RECEIVED, count, 7))
    people = [each.person for each in found]
    async with memory.transaction() as tx:
        await load_insurers(tx, FATED_INSURERS)
        await load_persons(tx, people)
    await agreed(memory, people, file_of([each.claim for each in found]), kind, count)


async def agreed(
    database: Database, people: Iterable[PersonEntry], data: bytes, kind: ReceiptKind, count: int
) -> None:
    """On each of so many receipts, among which every outcome is found."""
    by_card: defaultdict[str, list[PersonEntry]] = defaultdict(list)
    for person in people:
        for (card, _, _), _ in periods_known(person):
            by_card[card].append(person)
    receipts = [presented(place, each) for place, each in enumerate(ReceiptReader(data), start=1)]
    async with database.session() as tx:
        judged = await judge(tx, receipts, RECEIVED)
    outcomes: Counter[str] = Counter()
    for place, (each, found) in enumerate(zip(sheets(data, kind), judged, strict=True), start=1):
        verdict = expected(each, {id(person): person for person in by_card[each.card]}.values())
        assert given(found) == verdict, f"receipt {place}"
        outcomes[verdict.outcome] += 1
    assert sum(outcomes.values()) == count
    assert set(outcomes) == {"forwarded", "reassigned", "split", "kokuho", "returned"}
