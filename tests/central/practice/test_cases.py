"""Each named case says what anybody would read in the register's entries."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.central.practice import case, town
from app.central.practice.case import Case, CaseRow
from app.central.registry.entries import PersonEntry
from app.scheme.burden import burden_of, contradiction
from app.scheme.cover import EligibilityInformation
from app.scheme.days import JAPAN
from app.scheme.names import has_unprintable

DAYS = (
    date(2026, 11, 22),
    date(2024, 2, 29),
    date(2025, 3, 1),
    date(2025, 8, 1),
    date(2026, 7, 31),
    date(2027, 1, 1),
    date(2028, 12, 31),
)
DAY = DAYS[0]
PROMISED = """
    valid-employee valid-family valid-child valid-society valid-kokuho valid-kokuho-society valid-mutual valid-seamen
    valid-no-branch valid-branch-never-given valid-elderly-70s valid-elderly-no-certificate valid-late-elderly
    turned-70 turned-75 turned-75-new turned-75-by-card valid-limit-a valid-limit-i valid-limit-u valid-limit-e
    valid-limit-o valid-limit-working-3 valid-limit-working-2 valid-limit-working-1 valid-limit-ordinary
    valid-limit-low-2 valid-limit-low-1 contradiction valid-specific-disease lapsed valid-on-a-past-day
    lapsed-on-the-day lapsed-newer lapsed-newer-by-card lapsed-welfare registered-late registered-late-old
    loss-not-reported twins twin-elder twin-younger namesake-one namesake-two unprintable-name none none-typing-error
    card-expiring card-expired-grace card-expired card-revoked card-lost card-renewed pin-one-left pin-blocked
    phone-android phone-iphone old-resident-card not-my-number-card
"""


def _at_dawn(day: date) -> datetime:
    return datetime.combine(day, time(), JAPAN).astimezone(UTC)


def _of_periods(
    periods: list[tuple[date, date | None]], others: list[tuple[date, date | None]], on: date
) -> str:
    """What periods (acquired, lost) of one person come to; others: of other cards."""
    if any(start <= on and (end is None or on < end) for start, end in periods):
        return "valid"
    if not any(end is not None and end <= on for _, end in periods):
        return "none"
    newer = any(start <= on and (end is None or on < end) for start, end in others)
    return "lapsed_newer" if newer else "lapsed"


def _typed(row: CaseRow, people: list[PersonEntry], day: date) -> str:
    """R6 and R7 read plainly: by the printed number, the branch where typed, the birth date."""
    on = date.fromisoformat(row.on) if row.on else day
    found = []
    for person in people:
        born = person.details.birth_on
        if row.birth != (f"{born:%m%d}" if row.branch else born.isoformat()):
            continue
        stated, others = [], []
        for entry in person.covers:
            assert entry.known_at < _at_dawn(day)
            insured, period = entry.cover.insured, (entry.cover.acquired_on, entry.cover.lost_on)
            same = (insured.insurer.digits, insured.symbol, insured.number) == (
                row.insurer,
                row.symbol,
                row.number,
            )
            if same and (not row.branch or insured.branch == row.branch):
                stated.append(period)
            else:
                others.append(period)
        if stated:
            found.append(_of_periods(stated, others, on))
    return "none" if not found else found[0] if len(found) == 1 else "several"


def _shown(told: Case, day: date) -> str:
    card = told.card
    assert card is not None
    ended = card.valid_until + timedelta(days=89) < day
    if card.holder is None or card.revoked or ended:
        return "refused"
    periods = [(entry.cover.acquired_on, entry.cover.lost_on) for entry in card.holder.covers]
    return _of_periods(periods, [], day)


@pytest.mark.parametrize("day", DAYS)
def test_every_row_expects_what_the_entries_say(day: date) -> None:
    built = town.build(800, 1, day)
    people = list(built.people())
    for told in built.cases():
        row = told.row()
        if row.number:
            assert _typed(row, people, day) == row.expected, row
        if row.card:
            assert _shown(told, day) == row.expected, row


def test_every_promised_case_is_there_once() -> None:
    assert sorted(each.name for each in town.build(1, 1, DAY).cases()) == sorted(PROMISED.split())


def test_every_card_is_named_by_one_row_alone() -> None:
    built = town.build(1, 1, DAY)
    named = [each.row().card for each in built.cases() if each.card]
    assert sorted(named) == sorted(card.file_name for card in built.cards)
    assert len(set(named)) == len(named)


def test_the_list_is_csv_with_the_documented_columns() -> None:
    built = town.build(1, 1, DAY)
    rows = list(csv.DictReader(io.StringIO(case.csv_of(built.cases()))))
    assert ",".join(rows[0]) == "case,insurer,symbol,number,branch,birth,on,expected,card"
    assert len(rows) == len(built.cases())
    outcomes = {row["expected"] for row in rows}
    assert outcomes == {"valid", "lapsed", "lapsed_newer", "none", "several", "refused"}


def _information(name: str, day: date) -> EligibilityInformation:
    built = town.build(1, 1, day)
    row = next(each for each in built.cases() if each.name == name)
    for person in built.named:
        for entry in person.covers:
            if row.asked is not None and entry.cover.insured.same_card(row.asked):
                held = tuple(each.certificate for each in entry.certificates)
                return EligibilityInformation(
                    entry.cover, person.details, entry.ratio_percent, held, (), None
                )
    raise LookupError(name)


@pytest.mark.parametrize("day", DAYS)
def test_shares_at_the_counter_are_the_ones_the_cases_are_named_for(day: date) -> None:
    shares = {
        "valid-employee": 30,
        "valid-child": 20,
        "valid-elderly-70s": 20,
        "turned-70": 20,
        "valid-elderly-no-certificate": None,
        "valid-late-elderly": 10,
        "turned-75-new": 20,
        "valid-limit-working-2": 30,
        "valid-limit-low-1": 20,
    }
    assert {name: burden_of(_information(name, day), day).percent for name in shares} == shares


@pytest.mark.parametrize("day", DAYS)
def test_only_the_contradiction_contradicts_itself(day: date) -> None:
    named = [name for name in PROMISED.split() if name.startswith(("valid-limit", "valid-elderly"))]
    assert contradiction(_information("contradiction", day), day) is not None
    assert [contradiction(_information(name, day), day) for name in named] == [None] * len(named)


@pytest.mark.parametrize("day", DAYS)
def test_limit_classes_and_the_specific_disease_are_in_force(day: date) -> None:
    for letter, sign in zip("aiueo", "アイウエオ", strict=True):
        limit = _information(f"valid-limit-{letter}", day).limit_certificate(day)
        assert limit is not None and limit.class_words == sign
    assert _information("valid-specific-disease", day).disease_certificates(day)


def test_namesakes_share_name_reading_and_birth_date_but_no_card() -> None:
    one, two = (_information(name, DAY) for name in ("namesake-one", "namesake-two"))
    assert one.person == two.person
    assert one.cover.insured.key != two.cover.insured.key


def test_the_register_lost_letters_that_the_card_still_shows() -> None:
    built = town.build(1, 1, DAY)
    card = next(each for each in built.cards if each.case == "unprintable-name")
    assert card.holder is not None and has_unprintable(card.holder.details.name)
    assert "髙﨑　𠮷子" in card.label


def test_a_new_card_and_a_phone_lead_to_the_person_of_the_old_one() -> None:
    holders = {card.case: card.holder for card in town.build(1, 1, DAY).cards}
    assert holders["card-renewed"] is holders["card-lost"]
    assert holders["phone-iphone"] is holders["valid-employee"]
    assert holders["phone-android"] not in (None, holders["phone-iphone"]), "one person, one phone"
