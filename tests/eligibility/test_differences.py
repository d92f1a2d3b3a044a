"""What an answer says differently, and taking it over."""

from datetime import date

from app.eligibility.differences import Difference, differences, held_card, new_patient, taken_over
from app.scheme.certificates import EntitlementCertificate
from tests.people import NOW, held, information, insured, patient


def test_what_compares_alike_is_no_difference() -> None:
    same = information(name="架空 花", kana="ｶｸｳ ﾊﾅ", address=None)
    assert differences(patient(), same) == ()


def test_a_branch_learned_from_the_answer_is_shown() -> None:
    """R12."""
    old = patient(1, held(insured(branch="")))
    assert differences(old, information(address=None)) == (Difference("枝番", "", "02"),)


def test_a_new_insurer_is_shown_number_by_number() -> None:
    told = differences(patient(), information(card=insured("01139997", "55", "90127", "00"), address=None))
    assert [each.label for each in told] == ["保険者", "記号", "番号", "枝番"]


def test_a_loss_and_a_changed_limit_class_are_shown() -> None:
    limit = EntitlementCertificate("limit", "A03", None, date(2026, 8, 1), date(2027, 7, 31))
    told = differences(
        patient(), information(lost_on=date(2026, 10, 31), certificates=(limit,), address=None)
    )
    assert told == (Difference("資格喪失", "", "令和8年10月31日"), Difference("限度額 適用区分", "", "ウ"))


def test_dots_are_neither_a_difference_nor_taken_over() -> None:
    known = patient(1, name="髙橋　花")
    answer = information(name="●橋　花")
    assert "氏名" not in [each.label for each in differences(known, answer)]
    assert taken_over(known, answer).name == "髙橋　花"


def test_what_the_clinic_knows_alone_stays() -> None:
    known = patient(1, phone="03-0000-0000", note="車いす", address="旧住所", postcode="100-0001")
    after = taken_over(known, information(address=None, postcode=None))
    assert (after.phone, after.note, after.address, after.postcode) == (
        "03-0000-0000",
        "車いす",
        "旧住所",
        "100-0001",
    )


def test_a_new_patient_is_what_the_answer_says() -> None:
    made = new_patient(information())
    assert (made.name, made.kana, made.birth_on, made.cards) == (
        "架空　花",
        "カクウ　ハナ",
        date(1988, 2, 14),
        (),
    )
    assert held_card(information(), NOW).confirmed_at == NOW
