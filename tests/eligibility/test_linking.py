"""Whose chart an answer belongs to."""

from datetime import date

from app.eligibility.linking import Linked, NotHeld, ShortList, link
from tests.fakes.ledger import PatientsInMemory
from tests.people import held, information, insured, patient


def test_birth_date_and_branch_link_by_themselves() -> None:
    found = link(information(), PatientsInMemory(patient()))
    assert isinstance(found, Linked)
    assert set(found.agrees) >= {"生年月日", "被保険者番号"}


def test_a_card_held_without_branch_links_when_the_name_agrees() -> None:
    """R12."""
    old = patient(1, held(insured(branch="")))
    assert isinstance(link(information(), PatientsInMemory(old)), Linked)


def test_a_twin_is_not_linked_to_the_other_twins_chart() -> None:
    """R7: same card, same birth date; only the branch or the name tells them apart."""
    elder = patient(1, held(insured(branch="")), name="架空　空", kana="カクウ　ソラ")
    found = link(
        information(card=insured(branch="03"), name="架空　海", kana="カクウ　ウミ"), PatientsInMemory(elder)
    )
    assert isinstance(found, ShortList)
    assert "カナ氏名" in found.candidates[0].differs


def test_a_change_of_card_links_by_unique_kana_and_birth_date_at_the_same_insurer() -> None:
    moved = patient(1, held(insured(symbol="9", number="1")))
    assert isinstance(link(information(), PatientsInMemory(moved)), Linked)


def test_a_change_of_insurer_is_never_linked_by_itself() -> None:
    """A weak match is a short list with its reasons."""
    moved = patient(1, held(insured("01139997", "9", "1", "00")))
    found = link(information(), PatientsInMemory(moved))
    assert isinstance(found, ShortList)
    assert found.candidates[0].differs == ("被保険者番号",)


def test_namesakes_born_on_one_day_are_shown_not_chosen() -> None:
    one = patient(1, held(insured(symbol="9", number="1")))
    two = patient(2, held(insured(symbol="8", number="2")))
    found = link(information(), PatientsInMemory(one, two))
    assert isinstance(found, ShortList)
    assert len(found.candidates) == 2


def test_another_birth_date_under_the_same_card_is_no_link() -> None:
    """A parent's chart, or a birth date once mistyped: somebody must look."""
    other = patient(1, birth_on=date(1960, 1, 1), name="架空　父", kana="カクウ　チチ", sex="1")
    assert isinstance(link(information(), PatientsInMemory(other)), NotHeld)
    mistyped = patient(1, birth_on=date(1988, 2, 15))
    assert isinstance(link(information(), PatientsInMemory(mistyped)), ShortList)


def test_a_name_lost_to_dots_still_agrees() -> None:
    old = patient(1, held(insured(branch="")), name="髙橋　花", kana="")
    assert isinstance(link(information(name="●橋　花", kana=""), PatientsInMemory(old)), Linked)


def test_nobody_near_is_a_new_patient() -> None:
    assert link(information(), PatientsInMemory()) == NotHeld()
