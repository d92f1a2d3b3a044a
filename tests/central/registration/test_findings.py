"""What insurers are told of a person's periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.registration.findings import FindingKind, Stretch, findings_of, keys_of

A, B = "06139992", "01139997"
Told = tuple[str, str, int, str, str]


def _stretch(
    number: int, insurer: str, since: str, until: str | None = None, reason: str | None = "03"
) -> Stretch:
    lost_on = date.fromisoformat(until) if until else None
    return Stretch(number, insurer, date.fromisoformat(since), lost_on, reason if until else None)


def _told(*stretches: Stretch) -> list[Told]:
    return sorted(
        (each.insurer, each.kind.value, each.period_id, str(each.day_from), str(each.day_until or ""))
        for each in findings_of(stretches)
    )


def test_a_change_without_a_day_between_is_nothing_to_tell() -> None:
    assert _told(_stretch(1, A, "2019-04-01", "2026-11-10"), _stretch(2, B, "2026-11-10")) == []


def test_one_day_twice_covered_is_nothing_to_tell() -> None:
    assert _told(_stretch(1, A, "2019-04-01", "2026-11-11"), _stretch(2, B, "2026-11-10")) == []


def test_more_than_a_day_twice_covered_is_told_to_both() -> None:
    """R4"""
    days = ("2026-11-10", "2026-11-11")
    assert _told(_stretch(1, A, "2019-04-01", "2026-11-12"), _stretch(2, B, "2026-11-10")) == [
        (B, "overlap", 2, *days),
        (A, "overlap", 1, *days),
    ]


def test_two_covers_that_go_on_overlap_from_the_newer_ones_first_day() -> None:
    told = _told(_stretch(1, A, "2019-04-01"), _stretch(2, B, "2026-11-10"))
    assert [each[3:] for each in told] == [("2026-11-10", "")] * 2


def test_days_without_cover_between_two_insurers_are_told_to_both() -> None:
    days = ("2026-11-05", "2026-11-09")
    assert _told(_stretch(1, A, "2019-04-01", "2026-11-05"), _stretch(2, B, "2026-11-10")) == [
        (B, "gap", 2, *days),
        (A, "gap", 1, *days),
    ]


def test_a_gap_at_one_insurer_is_told_once() -> None:
    told = _told(_stretch(1, A, "2019-04-01", "2026-11-05"), _stretch(2, A, "2026-11-10"))
    assert [each[:3] for each in told] == [(A, "gap", 2)]


def test_a_loss_that_nobody_follows_up_is_told_to_who_lost_the_member() -> None:
    assert _told(_stretch(1, A, "2019-04-01", "2026-11-05")) == [(A, "no_successor", 1, "2026-11-05", "")]


@pytest.mark.parametrize("reason", ["01", "02"])
def test_after_death_or_public_assistance_no_new_insurer_is_awaited(reason: str) -> None:
    assert _told(_stretch(1, A, "2019-04-01", "2026-11-05", reason)) == []


def test_somebody_insured_again_after_their_death_is_told_to_both() -> None:
    """One of the two insurers is wrong."""
    told = _told(_stretch(1, A, "2019-04-01", "2026-11-05", "01"), _stretch(2, B, "2026-11-10"))
    assert [each[:2] for each in told] == [(B, "gap"), (A, "gap")]
    aided = _told(_stretch(1, A, "2019-04-01", "2026-11-05", "02"), _stretch(2, B, "2026-11-10"))
    assert aided == [], "who leaves public assistance is insured anew"


def test_a_period_lost_on_its_first_day_never_was() -> None:
    void = _stretch(2, B, "2020-01-01", "2020-01-01")
    assert _told(_stretch(1, A, "2019-04-01"), void) == []


def test_a_short_cover_inside_a_long_one_leaves_no_gap_behind_it() -> None:
    told = _told(_stretch(1, A, "2019-04-01"), _stretch(2, B, "2020-01-01", "2020-03-01"))
    assert {each[1] for each in told} == {"overlap"}


_DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 1))
_STRETCHES = st.lists(
    st.tuples(st.sampled_from([A, B]), _DAYS, st.integers(0, 20) | st.none()), max_size=4
).map(
    lambda told: [
        Stretch(place, insurer, since, None if length is None else since + timedelta(length), None)
        for place, (insurer, since, length) in enumerate(told, start=1)
    ]
)


@given(_STRETCHES)
def test_every_finding_has_a_key_that_can_be_looked_up_again(stretches: list[Stretch]) -> None:
    found = findings_of(stretches)
    keys = [(each.insurer, each.told_key) for each in found]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(keys_of(stretches))


@given(_STRETCHES)
def test_the_days_of_a_gap_are_covered_by_nobody(stretches: list[Stretch]) -> None:
    gaps = [each for each in findings_of(stretches) if each.kind is FindingKind.GAP]
    for gap in gaps:
        assert gap.day_until is not None and gap.day_from <= gap.day_until
        for each in stretches:
            covered = each.acquired_on <= gap.day_from and (
                each.lost_on is None or gap.day_from < each.lost_on
            )
            assert not covered
