"""What staff type over a receipt: read as a card form is, written into the copy, and nothing else with it (R12)."""

from dataclasses import replace
from datetime import date

import pytest

from app.claims.claimed import claimed
from app.claims.evidence import Source
from app.claims.fixes import Fix, FixItem, changed_lines, mended
from app.claims.typed_fixes import TypedReceipt, as_stated, typed_fixes, without_my_numbers
from app.patients.enter import FormRefused
from app.scheme.receipts.checking import complaints_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt
from tests.central.review.files import Bill
from tests.claims.month_files import BILL
from tests.people import TODAY, insured
from tests.scheme.receipts.builders import Claim
from tests.scheme.receipts.builders import receipt as made

CARD = insured().key
MY_NUMBER = "123456789018"
ELDERLY_CARD, SOCIETY_CARD = ("39139993", "", "01234567"), ("06139992", "701", "442")
NATIONAL_CARD = ("139998", "見本", "9")


def receipt(bill: Bill = BILL) -> Receipt:
    return Receipt(ReceiptKind.MEDICAL, 2, bill.lines(1))


def stated(found: Receipt) -> TypedReceipt:
    return as_stated(claimed(1, found), found)


def fixes(found: Receipt, **typed: str) -> tuple[Fix, ...]:
    before = stated(found)
    return typed_fixes(claimed(1, found), before, replace(before, **typed), TODAY)


def complaints(found: Receipt, **typed: str) -> set[tuple[str, str]]:
    with pytest.raises(FormRefused) as refused:
        fixes(found, **typed)
    return {(each.field, each.code) for each in refused.value.complaints}


def test_the_form_begins_with_what_the_receipt_states() -> None:
    assert stated(receipt()) == TypedReceipt(
        "06139992", "701", "442", "02", "架空　花", "カクウハナ", "昭和63年2月14日", "2"
    )


def test_what_is_left_alone_is_not_judged_however_wrong_it_is() -> None:
    broken = receipt(replace(BILL, insurer="0613", birth="19889999", sex="3", kana=""))
    assert stated(broken).birth == "19889999"
    assert fixes(broken) == ()
    (fix,) = fixes(broken, name="架空 華")
    assert (fix.item, fix.values, fix.source) == (FixItem.NAME, ("架空　華",), Source.STAFF)


def test_a_branch_is_typed_without_touching_the_card() -> None:
    """R1"""
    before = receipt()
    (fix,) = fixes(before, branch="０３")
    assert (fix.item, fix.stated, fix.known) == (FixItem.BRANCH, "02", "03")
    after = mended(before, [fix])
    assert after.branch == "03"
    assert [line for line in after.lines if line not in before.lines] == ["SN,1,01,,,,03,,"]


def test_a_branch_can_be_taken_out() -> None:
    """R12: a receipt without one is accepted."""
    after = mended(receipt(), fixes(receipt(), branch=""))
    assert after.insured is not None
    assert (after.insured.key, after.insured.branch) == (CARD, None)


def test_another_card_is_typed_as_on_the_card_form() -> None:
    before = receipt()
    (fix,) = fixes(before, insurer="０１１３９９９７", symbol="13990001", number="7", branch="")
    assert fix.item is FixItem.NUMBER
    assert fix.values == ("01139997", "13990001", "7", "")
    after = mended(before, [fix])
    assert (after.item("HO", "insurer"), after.item("HO", "number")) == ("01139997", "7")
    assert complaints_of(after) == complaints_of(before)


@pytest.mark.parametrize(
    ("kind", "was", "born", "card", "becomes"),
    [
        (ReceiptKind.MEDICAL, "1112", date(1950, 2, 14), ELDERLY_CARD, "1318"),
        (ReceiptKind.MEDICAL, "1115", date(1950, 2, 14), ELDERLY_CARD, "1317"),
        (ReceiptKind.MEDICAL, "1110", date(1950, 2, 14), ELDERLY_CARD, "1310"),
        (ReceiptKind.DENTAL, "3116", date(1950, 2, 14), ELDERLY_CARD, "3318"),
        (ReceiptKind.PHARMACY, "4112", date(1950, 2, 14), ELDERLY_CARD, "4318"),
        (ReceiptKind.MEDICAL, "1318", date(1952, 2, 14), SOCIETY_CARD, "1118"),
        (ReceiptKind.PHARMACY, "4329", date(1952, 2, 14), NATIONAL_CARD, "4129"),
        (ReceiptKind.MEDICAL, "1116", date(1988, 2, 14), NATIONAL_CARD, "1116"),
        (ReceiptKind.MEDICAL, "1114", date(2023, 2, 14), NATIONAL_CARD, "1114"),
    ],
)
def test_the_type_of_a_receipt_goes_with_the_card_that_is_typed(
    kind: ReceiptKind, was: str, born: date, card: tuple[str, str, str], becomes: str
) -> None:
    """レセプト種別 tells 後期高齢 from other insurance; it stands in the preview, and goes back with the fix."""
    insurer = "01139997" if becomes[1] == "3" else "39139993"
    claim = Claim(kind, birth_on=born, insurer=insurer, branch="", changes={"RE": {"type": was}})
    before = made(claim, line=2)
    found = fixes(before, **dict(zip(("insurer", "symbol", "number"), card, strict=True)))
    after = mended(before, found)
    assert after.type == becomes
    changed = {each.before[:2]: each.after for each in changed_lines(before, after)}
    assert (f",{becomes}," in changed["RE"]) if becomes != was else ("RE" not in changed)
    assert mended(before, ()) == before


def test_a_card_that_could_not_be_read_is_typed_anew() -> None:
    before = receipt(replace(BILL, insurer="0613"))
    assert before.insured is None
    after = mended(before, fixes(before, insurer="06139992"))
    assert after.insured is not None
    assert (after.insured.key, after.insured.branch) == (CARD, "02")


def test_a_person_is_typed_as_on_the_patients_form() -> None:
    before = receipt(replace(BILL, birth="3630214"))
    found = fixes(before, name="架空 華", kana="ｶｸｳ はる", birth="S63.2.15", sex="1")
    assert [each.item for each in found] == [FixItem.NAME, FixItem.KANA, FixItem.BIRTH, FixItem.SEX]
    after = mended(before, found)
    assert (after.name, after.kana, after.birth_on, after.sex) == (
        "架空　華", "カクウハル", date(1988, 2, 15), "1",
    )  # fmt: skip
    assert after.item("RE", "birth") == "3630215", "in the form in which the file writes days"
    assert after.lines[1:] == before.lines[1:]


def test_every_field_that_cannot_be_right_is_named_at_once() -> None:
    assert complaints(receipt(), insurer="12", name="", kana="abc", birth="S64.1.8") == {
        ("insurer", "input.insurer_number"),
        ("name", "input.missing"),
        ("kana", "input.kana"),
        ("birth", "input.day"),
    }
    assert complaints(receipt(), birth="R8.12.1") == {("birth", "input.day_ahead")}
    assert complaints(receipt(), branch="2") == {("branch", "input.insured_number")}


def test_a_letter_that_would_stop_the_file_is_refused() -> None:
    assert complaints(receipt(), name="髙橋　花", symbol="髙") == {
        ("name", "input.letter"),
        ("symbol", "input.letter"),
    }


@pytest.mark.parametrize("field", ["insurer", "symbol", "number", "branch", "name", "kana", "birth"])
def test_a_my_number_is_refused_and_taken_off_the_screen(field: str) -> None:
    """R3"""
    assert (field, "input.my_number") in complaints(receipt(), **{field: MY_NUMBER})
    typed = replace(stated(receipt()), **{field: f"花 {MY_NUMBER}"})
    assert getattr(without_my_numbers(typed), field) == ""


def test_a_comma_never_parts_a_record() -> None:
    before = receipt()
    after = mended(before, fixes(before, symbol="7,1", name="架空，花"))
    assert after.insured is not None
    assert [line.count(",") for line in after.lines] == [line.count(",") for line in before.lines]
    assert (after.item("HO", "symbol"), after.name) == ("７，１", "架空，花")
