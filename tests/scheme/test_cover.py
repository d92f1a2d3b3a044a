"""Cover, certificates and the patient's share on a day."""

from datetime import date

import pytest

from app.scheme.burden import BurdenSource, burden_of, contradiction, is_elderly
from app.scheme.certificates import EntitlementCertificate
from tests.people import information, insured

TODAY = date(2026, 11, 22)


def certificate(kind: str, class_code: str | None = None, ratio: int | None = None) -> EntitlementCertificate:
    return EntitlementCertificate(kind, class_code, ratio, date(2026, 8, 1), date(2027, 7, 31))


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2024, 3, 31), False),
        (date(2024, 4, 1), True),
        (date(2026, 10, 30), True),
        (date(2026, 10, 31), False),
    ],
)
def test_the_day_of_loss_is_the_first_day_without_cover(day: date, valid: bool) -> None:
    """R7."""
    cover = information(lost_on=date(2026, 10, 31)).cover
    assert cover.is_valid_on(day) is valid


def test_a_certificate_is_good_on_its_last_day() -> None:
    """R8."""
    limit = certificate("limit", "A03")
    assert limit.is_in_force(date(2027, 7, 31))
    assert not limit.is_in_force(date(2027, 8, 1))
    assert not limit.is_in_force(date(2026, 7, 31))


def test_an_unknown_code_is_shown_as_itself() -> None:
    """R8: the code set is open."""
    assert certificate("limit", "Z99").class_words == "Z99"
    assert certificate("newer_kind").kind_words == "newer_kind"


@pytest.mark.parametrize(
    ("birth", "percent"),
    [(date(1988, 2, 14), 30), (date(2022, 5, 5), 20), (date(2020, 4, 1), 30), (date(2020, 4, 2), 20)],
)
def test_age_alone_decides_below_seventy(birth: date, percent: int) -> None:
    burden = burden_of(information(birth_on=birth), TODAY)
    assert (burden.percent, burden.source) == (percent, BurdenSource.AGE)


def test_at_seventy_the_share_hangs_on_the_certificate() -> None:
    """R8: without one the share reads 提供なし, never a default."""
    born = date(1954, 3, 20)
    without = burden_of(information(birth_on=born), TODAY)
    assert (without.percent, without.words) == (None, "提供なし")
    given = burden_of(information(birth_on=born, certificates=(certificate("elderly", ratio=20),)), TODAY)
    assert (given.percent, given.source) == (20, BurdenSource.CERTIFICATE)


def test_a_certificate_that_is_over_gives_no_share() -> None:
    over = EntitlementCertificate("elderly", None, 20, date(2025, 8, 1), date(2026, 7, 31))
    assert burden_of(information(birth_on=date(1954, 3, 20), certificates=(over,)), TODAY).percent is None


def test_late_elderly_shares_come_with_the_cover() -> None:
    card = insured("39139993", "", "12345678", "")
    burden = burden_of(information(card, birth_on=date(1948, 3, 20), ratio_percent=10), TODAY)
    assert (burden.words, burden.source) == ("1割", BurdenSource.GIVEN)


def test_a_low_share_with_a_class_of_working_income_contradicts_itself() -> None:
    """A known error of registered data: shown before money is taken."""
    limit = certificate("limit", "B02")
    for ratio, wrong in ((20, True), (30, False)):
        both = (certificate("elderly", ratio=ratio), limit)
        told = contradiction(information(birth_on=date(1954, 3, 20), certificates=both), TODAY)
        assert (told is not None) is wrong


def test_an_elderly_certificate_is_expected_from_seventy_to_seventy_four() -> None:
    ages = {
        birth: is_elderly(information(birth_on=birth), TODAY)
        for birth in (date(1956, 11, 1), date(1956, 11, 2))
    }
    assert list(ages.values()) == [True, False]
    assert not is_elderly(information(birth_on=date(1951, 11, 22)), TODAY)
