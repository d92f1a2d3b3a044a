"""A patient entered or corrected by hand."""

from dataclasses import replace
from datetime import date

import pytest

from app.patients.enter import FormRefused, PatientForm, correct_details, enter_patient, form_of, parse_form
from app.scheme.digits import my_number_check_digit
from app.staff.member import NotAllowed
from tests.fakes.ledger import PatientsInMemory
from tests.patients.fakes import HANA, NOBODY, SATO, card

TODAY = date(2026, 11, 22)
FORM = PatientForm(name="架空 花", kana="ｶｸｳ はな", sex="2", birth="Ｓ63.2.14")
MY_NUMBER = f"12345678901{my_number_check_digit('12345678901')}"


def _complaints(form: PatientForm) -> dict[str, str]:
    with pytest.raises(FormRefused) as refused:
        parse_form(form, TODAY)
    return {each.field: each.code for each in refused.value.complaints}


def test_any_width_and_kana_is_accepted_and_kept_in_one_form():
    patient = parse_form(replace(FORM, postcode="〒１００ー０００１", phone="０３-1234-5678"), TODAY)
    assert (patient.name, patient.kana, patient.birth_on) == ("架空　花", "カクウ　ハナ", date(1988, 2, 14))
    assert (patient.postcode, patient.phone) == ("100-0001", "03-1234-5678")


def test_an_empty_form_is_told_every_field_that_is_missing_at_once():
    assert _complaints(PatientForm()) == dict.fromkeys(("name", "kana", "sex", "birth"), "input.missing")


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("kana", "架空", "input.kana"),
        ("birth", "S64.1.8", "input.day"),
        ("birth", "R9.1.1", "input.day_ahead"),
        ("postcode", "1234", "input.postcode"),
        ("phone", "1234", "input.phone"),
        ("phone", "電話なし", "input.phone"),
        ("note", "あ" * 1001, "input.too_long"),
        ("insurer", "123", "input.insurer_number"),
        ("insurer", "06139992", "input.insured_number"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(field, typed, code):
    complaints = _complaints(replace(FORM, **{field: typed}))
    assert list(complaints.values()) == [code]


@pytest.mark.parametrize("field", ["name", "note", "address", "phone", "number"])
def test_a_my_number_is_refused_in_every_field_even_within_a_sentence(field):
    """R3."""
    written = f"{MY_NUMBER[:4]} {MY_NUMBER[4:8]}-{MY_NUMBER[8:]}"
    for typed in (MY_NUMBER, f"控え {written} です"):
        assert _complaints(replace(FORM, **{field: typed}))[field] == "input.my_number"


def test_a_refusal_never_repeats_what_was_typed():
    with pytest.raises(FormRefused) as refused:
        parse_form(replace(FORM, note=MY_NUMBER, kana="架空"), TODAY)
    texts = [str(refused.value), *map(str, refused.value.complaints)]
    assert not any(MY_NUMBER in text or "架空" in text for text in texts)


def test_a_patient_with_the_card_seen_is_entered_as_not_yet_confirmed():
    """R20: without a line the clinic works as before."""
    index = PatientsInMemory()
    form = replace(FORM, insurer="06139992", symbol="701", number="442")
    entered = enter_patient(parse_form(form, TODAY), SATO, index)
    assert entered.current_card is not None
    assert entered.current_card.confirmed_at is None
    assert index.get(entered.id) == entered


def test_correcting_details_leaves_the_confirmed_cards_alone():
    index = PatientsInMemory(replace(HANA, cards=(card(),)))
    (row,) = index.search("")
    held = index.get(row.id)
    form = replace(form_of(held), phone="090-1111-2222")
    corrected = correct_details(parse_form(form, TODAY, held.id), SATO, index)
    assert corrected == replace(held, phone="090-1111-2222")


def test_who_no_longer_works_here_enters_nobody():
    with pytest.raises(NotAllowed):
        enter_patient(HANA, NOBODY, PatientsInMemory())
