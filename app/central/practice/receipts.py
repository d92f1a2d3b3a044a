"""A month's receipts of a clinic of the town: codes of real shape, points and visits invented.

Most patients show the card that holds. Who changed insurer lately often still shows the old one, on visits before and
after the change; claims of an earlier month (月遅れ) are among them. Some branches are missing, some numbers mistyped,
some receipts carry public expense. So the review finds each of its outcomes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as count_up
from random import Random
from typing import BinaryIO

import jaconv

from app.central.registry.entries import CoverEntry, InstitutionEntry, PersonEntry
from app.scheme.days import age_on, months_from, school_age_from
from app.scheme.names import UNPRINTABLE
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import FileForm, outside
from app.scheme.receipts.writing import ReceiptWriter

_SUNDAY = 6
_MONTHS_LATE = 11
"""How many months before its own a claim may lie: five years by law, a year among those who keep order."""

_FIRST_VISIT = ("SI", "11", "111000110", 291)
_NEXT_VISIT = ("SI", "12", "112007410", 75)
_ACTS = (
    ("SI", "13", "113001810", 225),
    ("SI", "40", "140000610", 52),
    ("SI", "60", "160008010", 21),
    ("SI", "60", "160095710", 40),
    ("SI", "70", "170027910", 210),
    ("SI", "80", "120002910", 60),
)
_DRUGS = (("610406079", 7), ("620000237", 14), ("620004992", 28), ("621487201", 14))
_DISEASES = ("0000999", "8833421", "4939008", "7840024")
_PUBLIC_EXPENSE = "54136015"


@dataclass(frozen=True, slots=True)
class Visits:
    """What one receipt is about. stated: the card as it was read, slips of the pen included."""

    person: PersonEntry
    stated: InsuredNumber
    days: tuple[date, ...]
    public_expense: bool
    amount_paid: bool


def visits_of_a_month(
    people: Iterable[PersonEntry], month: date, count: int, seed: int = 1, stories_every: int = 5
) -> Iterator[Visits]:
    """So many receipts handed in for the month, those with a story in them first; the same for a seed and a month.

    stories_every: how seldom somebody shows a card that ended; among all receipts of the nation it is 1 in 1,000.
    people: of the town; where they are fewer than the receipts, they come again with an earlier month.
    """
    chance = Random(f"{seed}/{month.isoformat()}")
    stories: list[_Story] = []
    quiet: list[PersonEntry] = []
    for person in people:
        changed = _changed_in(person, month)
        if changed is None:
            quiet.append(person)
            continue
        stories.append(_Story(person, changed.replace(day=1), changed))
        if (after := months_from(changed, 1)) <= month:
            stories.append(_Story(person, after, changed))
    told = iter(stories)
    others = _again_and_again(quiet or [each.person for each in stories], month)
    for place in range(count):
        story = next(told, None) if place % stories_every == 0 else None
        yield _visits(story or next(others), chance)


@dataclass(frozen=True, slots=True)
class _Story:
    """month: of the visits. changed: the day a cover ended whose card is still shown; None in a quiet month."""

    person: PersonEntry
    month: date
    changed: date | None = None


def _again_and_again(people: list[PersonEntry], month: date) -> Iterator[_Story]:
    for late in count_up():
        for person in people:
            yield _Story(person, months_from(month, -late))


def _changed_in(person: PersonEntry, month: date) -> date | None:
    """The day on which a cover of the person ended, in this month or the months whose claims may still come."""
    first, end = months_from(month, -_MONTHS_LATE), months_from(month, 1)
    lost = (each.cover.lost_on for each in person.covers)
    return next((day for day in lost if day and first < day < end and day.day > 1), None)


def _visits(story: _Story, chance: Random) -> Visits:
    person, changed = story.person, story.changed
    month, last = story.month, months_from(story.month, 1) - timedelta(days=1)
    born = person.details.birth_on
    days = {_open_day(month, last, chance) for _ in range(1 + int(chance.random() * 3))}
    if changed and month <= changed <= last:
        days = {_open_day(changed, last, chance)}
        if chance.random() < 0.6:
            days.add(_open_day(month, changed - timedelta(days=1), chance))
    treated = tuple(sorted({max(day, born) for day in days}))
    insured = _shown(person.covers, treated, changed).cover.insured
    draw = chance.random()
    if draw < 0.02:
        insured = InsuredNumber(insured.insurer, insured.symbol, insured.number)
    elif draw < 0.03 and not insured.insurer.is_late_elderly:
        insured = insured.with_branch("77")
    elif draw < 0.04:
        insured = InsuredNumber(
            insured.insurer, insured.symbol, f"9{insured.number[1:]}9"[:8], insured.branch
        )
    return Visits(person, insured, treated, 0.04 <= draw < 0.08, 0.08 <= draw < 0.1)


def _open_day(first: date, last: date, chance: Random) -> date:
    """Not a Sunday, where there is another."""
    day = first + timedelta(days=int(chance.random() * ((last - first).days + 1)))
    if day.weekday() == _SUNDAY:
        day += timedelta(days=1 if day < last else -1 if day > first else 0)
    return day


def _shown(covers: tuple[CoverEntry, ...], days: tuple[date, ...], changed: date | None) -> CoverEntry:
    """The card in the patient's hand: the one that ended, where the story is that; else what holds on the last day."""
    if changed:
        return next(each for each in covers if each.cover.lost_on == changed)
    holding = [each for each in covers if each.cover.is_valid_on(days[-1])]
    return (holding or list(covers))[-1]


def write_receipts(
    target: BinaryIO, visits: Iterable[Visits], institution: InstitutionEntry, month: date, agency: str = "1"
) -> int:
    """A 医科 file of them, in Shift_JIS. month: of treatment; it is claimed in the next. Returns how many."""
    claimed = months_from(month, 1)
    code = institution.code
    writer = ReceiptWriter(target, ReceiptKind.MEDICAL, FileForm())
    writer.lines(
        (f"IR,{agency},{code[:2]},{code[2]},{code[3:]},,{institution.name},{claimed:%Y%m},00,03-0000-0000",)
    )
    number = claims = total = 0
    for number, each in enumerate(visits, start=1):
        lines, points = receipt_lines(number, each)
        writer.lines(lines)
        claims += 2 if each.public_expense else 1
        total += points
    writer.lines((f"GO,{claims},{total},99",))
    writer.close()
    return number


def receipt_lines(number: int, visits: Visits) -> tuple[tuple[str, ...], int]:
    """The records of one receipt, and its points."""
    days, details, insured = visits.days, visits.person.details, visits.stated
    acts, points = _acts(number, days)
    kana = details.kana.replace("　", "")
    public = (f"KO,{_PUBLIC_EXPENSE},1234567,,{len(days)},{points},,,,,,",) if visits.public_expense else ()
    confirmed = (f"SN,1,01,,,,{insured.branch},,",) if insured.branch else ()
    paid = "80100" if visits.amount_paid else ""
    return (
        f"RE,{number},{_type(visits)},{days[0]:%Y%m},{writable(details.name)},{details.sex},{details.birth_on:%Y%m%d}"
        f",,,,,,,{number:06},,,,,,,,,,,,,,,,,,,,,,,{kana},",
        f"HO,{insured.insurer.digits:>8},{one_width(insured.symbol)},{one_width(insured.number)}"
        f",{len(days)},{points},,,,,,{paid},,,",
        *public,
        *confirmed,
        f"JD,1,{_columns({day.day: 1 for day in days})}",
        f"SY,{_DISEASES[number % len(_DISEASES)]},{days[0]:%Y%m%d},1,,{'見本病名' if number % 4 == 0 else ''},01,",
        *acts,
    ), points


def _acts(number: int, days: tuple[date, ...]) -> tuple[tuple[str, ...], int]:
    """First visit, next visits, an act of some days, and a drug of two in one unit."""
    lines: list[str] = []
    points = 0

    def add(act: tuple[str, str, str, int], on: tuple[date, ...]) -> None:
        nonlocal points
        record, section, code, each = act
        lines.append(
            f"{record},{section},1,{code},,{each},{len(on)},,,,,,,{_columns({day.day: 1 for day in on})}"
        )
        points += each * len(on)

    add(_FIRST_VISIT, days[:1])
    if days[1:]:
        add(_NEXT_VISIT, days[1:])
    add(_ACTS[number % len(_ACTS)], days)
    if number % 3 == 0:
        drug, times = _DRUGS[number % len(_DRUGS)]
        pattern = _columns({days[-1].day: times})
        lines.append(f"IY,21,1,{drug},3,,{times},,,,,,,{pattern}")
        lines.append(f"IY,,1,620000001,1,5,{times},,,,,,,{pattern}")
        points += 5 * times
    return tuple(lines), points


def _columns(times: dict[int, int]) -> str:
    return ",".join(str(times[day]) if day in times else "" for day in range(1, 32))


def _type(visits: Visits) -> str:
    """レセプト種別 of an out-patient, by the card that was shown."""
    day, born = visits.days[0], visits.person.details.birth_on
    late_elderly = visits.stated.insurer.is_late_elderly
    payers = "2" if visits.public_expense else "1"
    if late_elderly or age_on(born, day) >= 70:
        shown = "8"
    elif day < school_age_from(born):
        shown = "4"
    else:
        shown = "2" if visits.person.covers[0].cover.relationship == "1" else "6"
    return f"1{'3' if late_elderly else '1'}{payers}{shown}"


def writable(name: str) -> str:
    """What receipts cannot hold is written ●, as clinics do."""
    while letter := outside(name):
        name = name.replace(letter, UNPRINTABLE)
    return name


def one_width(text: str) -> str:
    """Half-width, or all of it full-width: a receipt never mixes them."""
    return text if text.isascii() else jaconv.h2z(text, ascii=True, digit=True)
