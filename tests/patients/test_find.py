"""Finding patients, and finding out that somebody is in the ledger already."""

from dataclasses import replace
from datetime import date

import pytest

from app.patients.find import Likeness, find_patients, likeness, possible_duplicates
from app.patients.patient import PatientRow
from app.scheme.digits import MyNumberRefused, my_number_check_digit
from tests.fakes.ledger import PatientsInMemory
from tests.patients.fakes import HANA, card


def test_no_more_rows_than_asked_for_and_it_says_that_there_are_more():
    index = PatientsInMemory(*[HANA] * 5)
    found = find_patients("かくう", index, limit=3)
    assert len(found.rows) == 3
    assert found.has_more
    assert not find_patients("かくう", index, limit=5).has_more


class NeverSearched(PatientsInMemory):
    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        raise AssertionError("the ledger was asked for a My Number")


def test_a_my_number_is_not_even_searched_for():
    """R3."""
    with pytest.raises(MyNumberRefused):
        find_patients(f"12345678901{my_number_check_digit('12345678901')}", NeverSearched())


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (replace(HANA, kana="ｶｸｳﾊﾅ", name="仮空　花"), (Likeness.SAME_BIRTH_AND_KANA,)),
        (replace(HANA, kana="カクウ　カ", name="架●　花"), (Likeness.SAME_BIRTH_AND_NAME,)),
        (replace(HANA, birth_on=date(1988, 2, 15)), ()),
        (replace(HANA, kana="ベツ", name="別　人"), ()),
    ],
)
def test_the_same_birth_date_tells_something_only_with_the_reading_or_the_name(other, reasons):
    assert likeness(HANA, other) == reasons


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        (card(), card(), Likeness.SAME_CARD),
        (card(branch=None), card(), Likeness.SAME_HOUSEHOLD_AND_BIRTH),
        (card("12345678", None, "39132008"), card("12345678", None, "39132008"), Likeness.SAME_CARD),
        (card(branch="01"), card(branch="02"), None),
    ],
)
def test_a_card_with_branch_names_one_person_and_one_without_a_household(mine, theirs, reason):
    """R1, R12."""
    one = replace(HANA, cards=(mine,))
    other = replace(HANA, name="別　人", kana="ベツ　ジン", cards=(theirs,))
    assert likeness(one, other) == ((reason,) if reason else ())


def test_a_mother_and_her_child_on_one_household_card_are_not_alike():
    mother = replace(HANA, cards=(card(branch=None),))
    child = replace(
        HANA, name="架空　葉", kana="カクウ　ヨウ", birth_on=date(2020, 5, 5), cards=(card(branch=None),)
    )
    assert possible_duplicates(child, PatientsInMemory(mother)) == ()


def test_the_strongest_reason_comes_first_and_nobody_is_like_themselves():
    index = PatientsInMemory(HANA, replace(HANA, name="別　人", kana="ベツ", cards=(card(),)))
    newcomer = replace(HANA, cards=(card(),))
    found = possible_duplicates(newcomer, index)
    assert [each.reasons[0] for each in found] == [Likeness.SAME_CARD, Likeness.SAME_BIRTH_AND_KANA]
    assert found[0].patient.id not in {
        each.patient.id for each in possible_duplicates(found[0].patient, index)
    }
