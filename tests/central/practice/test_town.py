"""The invented town: the same for a seed and a day, plausible, made while it is read."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from time import perf_counter

import pytest

from app.central.practice import town, words
from app.central.registry.entries import PersonEntry
from app.scheme.certificates import CLASS_WORDS, ELDERLY, LIMIT_KINDS, SPECIFIC_DISEASE
from app.scheme.days import JAPAN, age_on, elderly_rules_from
from app.scheme.digits import check_digit, is_my_number
from app.scheme.names import has_unprintable
from app.scheme.numbers import InstitutionCode, InsuredNumber

DAY = date(2026, 11, 22)
DAYS_IN_EVERY_SEASON = (
    DAY,
    date(2024, 2, 29),
    date(2025, 8, 1),
    date(2026, 7, 31),
    date(2027, 1, 1),
    date(2028, 3, 1),
)


@pytest.fixture(scope="module")
def people() -> list[PersonEntry]:
    return list(town.build(12_000, 1, DAY).people())


def test_the_same_seed_and_day_give_the_same_town() -> None:
    one, other = town.build(2_000, 7, DAY), town.build(2_000, 7, DAY)
    assert one == other
    assert list(one.people()) == list(other.people())


def test_reading_the_people_twice_gives_the_same_people() -> None:
    read = town.build(500, 7, DAY)
    assert list(read.people()) == list(read.people())


def test_another_seed_changes_the_crowd_but_not_the_named() -> None:
    one, other = town.build(500, 1, DAY), town.build(500, 2, DAY)
    named = len(one.named)
    assert one.named == other.named
    assert list(one.people())[named:] != list(other.people())[named:]


@pytest.mark.parametrize("size", [0, 1, 300, 1_234])
def test_a_town_has_as_many_people_as_asked_for_and_never_fewer_than_its_named(size: int) -> None:
    built = town.build(size, 1, DAY)
    people = list(built.people())
    assert len(people) == built.size == max(size, len(built.named))
    assert tuple(people[: len(built.named)]) == built.named


def test_a_larger_town_begins_with_the_smaller_one() -> None:
    small, large = town.build(400, 1, DAY), town.build(4_000, 1, DAY)
    assert list(small.people()) == list(islice(large.people(), 400))


def test_every_insurer_number_has_a_valid_check_digit_in_the_range_kept_for_tests() -> None:
    for insurer in words.insurers():
        assert insurer.number.has_valid_check_digit, insurer.name
        assert insurer.number.digits[-4:-2] == "99", insurer.name


def test_every_kind_of_insurer_is_there() -> None:
    laws = {insurer.number.law for insurer in words.insurers()}
    assert {"00", "01", "02", "03", "04", "06", "07", "31", "32", "33", "34", "39", "63", "72"} <= laws


def test_every_institution_code_is_valid_and_unique_also_in_a_large_town() -> None:
    institutions = town.build(5_000_000, 1, DAY).institutions
    codes = [InstitutionCode.parse(each.code).digits for each in institutions]
    assert len(set(codes)) == len(codes) == 5_000
    assert all(code[3:6] == "999" and check_digit(code[:9]) == int(code[9]) for code in codes)
    assert {InstitutionCode(code).fee_table for code in codes} == {"1", "3", "4", "6"}


def test_the_practice_clinic_comes_first() -> None:
    first = town.build(300, 1, DAY).institutions[0]
    assert (first.code, first.name) == ("1319990014", "見本医院")


def _insured(people: list[PersonEntry]) -> Iterator[tuple[PersonEntry, InsuredNumber]]:
    for person in people:
        for entry in person.covers:
            yield person, entry.cover.insured


def test_every_card_reads_as_a_counter_would_type_it(people: list[PersonEntry]) -> None:
    for _, insured in _insured(people):
        typed = (insured.insurer.digits, insured.symbol, insured.number, insured.branch or "")
        assert InsuredNumber.parse(*typed) == insured
        assert not is_my_number(insured.number)
        if insured.insurer.is_late_elderly:
            assert check_digit(insured.number[:7]) == int(insured.number[7])


def test_a_card_and_branch_belong_to_one_person_and_a_card_to_one_household(
    people: list[PersonEntry],
) -> None:
    holders: dict[tuple[object, str | None], set[int]] = {}
    families: dict[object, set[str]] = {}
    for person, insured in _insured(people):
        holders.setdefault((insured.key, insured.branch), set()).add(id(person))
        families.setdefault(insured.key, set()).add(person.details.kana.split("　")[0])
    assert {len(each) for each in holders.values()} == {1}
    assert {len(each) for each in families.values()} == {1}


@pytest.mark.parametrize("day", DAYS_IN_EVERY_SEASON)
def test_nothing_is_known_before_it_can_be_or_after_the_day_began(day: date) -> None:
    dawn = datetime.combine(day, time(), JAPAN)
    for person in town.build(3_000, 3, day).people():
        assert person.covers
        assert person.known_at == person.covers[0].known_at
        assert person.details.birth_on < day
        for entry in person.covers:
            assert entry.known_at < dawn
            assert (
                (entry.cover.lost_on is None)
                == (entry.loss_known_at is None)
                == (entry.cover.loss_reason is None)
            )
            assert entry.cover.acquired_on >= person.details.birth_on
            if entry.cover.lost_on is not None and entry.loss_known_at is not None:
                assert entry.cover.acquired_on < entry.cover.lost_on <= day
                assert entry.known_at <= entry.loss_known_at < dawn
            for each in entry.certificates:
                assert entry.known_at <= each.known_at < dawn
                assert each.certificate.is_in_force(day)
                assert entry.cover.is_valid_on(day)


@pytest.mark.parametrize("day", DAYS_IN_EVERY_SEASON)
def test_two_covers_on_one_day_are_an_old_one_whose_loss_nobody_told_yet(day: date) -> None:
    """R4: the new insurer may be quicker than the old one."""
    for person in town.build(2_000, 4, day).people():
        valid = [entry for entry in person.covers if entry.cover.is_valid_on(day)]
        assert len(valid) <= 2
        if len(valid) == 2:
            old, new = valid
            assert old.loss_known_at is None
            assert new.cover.acquired_on > old.cover.acquired_on


@pytest.mark.parametrize("day", DAYS_IN_EVERY_SEASON)
def test_who_is_75_or_over_is_with_the_late_elderly_and_nobody_else(day: date) -> None:
    for person in town.build(3_000, 5, day).people():
        current = person.covers[-1]
        late_elderly = current.cover.insured.insurer.is_late_elderly
        assert late_elderly == (age_on(person.details.birth_on, day) >= 75)
        assert (current.ratio_percent is not None) == late_elderly
        if late_elderly:
            assert (current.cover.insured.symbol, current.cover.insured.branch) == ("", None)


def test_elderly_certificates_are_held_from_70_to_74_by_most_but_not_all(people: list[PersonEntry]) -> None:
    having = Counter(
        any(each.certificate.kind == ELDERLY for each in person.covers[-1].certificates)
        for person in people
        if elderly_rules_from(person.details.birth_on) <= DAY and age_on(person.details.birth_on, DAY) < 75
    )
    assert having[True] > having[False] > 0
    for person in people:
        if any(each.certificate.kind == ELDERLY for each in person.covers[-1].certificates):
            assert elderly_rules_from(person.details.birth_on) <= DAY


def test_the_crowd_holds_every_limit_class_in_use_and_specific_diseases(people: list[PersonEntry]) -> None:
    certificates = [each.certificate for person in people for each in person.covers[-1].certificates]
    classes = {each.class_code for each in certificates if each.kind in LIMIT_KINDS}
    assert classes == set(CLASS_WORDS) - {"A06", "B07", "B08"}
    assert {each.class_code for each in certificates if each.kind == SPECIFIC_DISEASE} >= {"1"}


def test_some_have_lapsed_some_changed_and_the_new_insurer_told_days_later(people: list[PersonEntry]) -> None:
    lapsed = [each for each in people if each.covers[-1].cover.lost_on]
    changed = [each.covers[-1] for each in people if len(each.covers) > 1]
    late = [each for each in changed if each.known_at.astimezone(JAPAN).date() > each.cover.acquired_on]
    assert 0.01 < len(lapsed) / len(people) < 0.1
    assert 0.05 < len(changed) / len(people) < 0.3
    assert len(late) > len(changed) / 2


def test_there_are_households_twins_namesakes_lost_letters_and_cards_without_branch(
    people: list[PersonEntry],
) -> None:
    cards = Counter(person.covers[-1].cover.insured.key for person in people)
    births = Counter((person.covers[-1].cover.insured.key, person.details.birth_on) for person in people)
    names = Counter(person.details.name for person in people)
    assert cards.most_common(1)[0][1] >= 4
    assert sum(count > 1 for count in births.values()) >= 3
    assert sum(count > 1 for count in names.values()) > 100
    assert sum(has_unprintable(person.details.name) for person in people) > 50
    without = [
        each for _, each in _insured(people) if each.branch is None and not each.insurer.is_late_elderly
    ]
    assert without


def test_the_median_delay_of_an_insurer_is_about_what_it_publishes() -> None:
    people = town.build(40_000, 9, DAY).people()
    usual = words.insurer("13999")
    delays = sorted(
        (entry.known_at.astimezone(JAPAN).date() - entry.cover.acquired_on).days
        for person in people
        for entry in person.covers[1:]
        if entry.cover.insured.insurer == usual.number
    )
    assert usual.usual_delay_days is not None
    assert abs(delays[len(delays) // 2] - usual.usual_delay_days) <= 4


def test_the_second_half_of_a_large_town_takes_no_more_memory_than_the_first() -> None:
    people = town.build(40_000, 1, DAY).people()
    tracemalloc.start()
    try:
        peaks = []
        for _ in range(2):
            for _ in islice(people, 20_000):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
    finally:
        tracemalloc.stop()
    assert next(people, None) is None
    assert peaks[1] < peaks[0] + 50_000


def test_how_fast_people_are_made(capsys: pytest.CaptureFixture[str]) -> None:
    began = perf_counter()
    made = sum(1 for _ in town.build(20_000, 1, DAY).people())
    with capsys.disabled():
        print(f"\n{made / (perf_counter() - began):,.0f} people a second")
    assert made == 20_000
