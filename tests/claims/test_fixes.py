"""Differences side by side, and mending a copy: nothing but the item in question changes."""

from dataclasses import replace
from datetime import date

import pytest

from app.claims.claimed import claimed
from app.claims.evidence import Evidence, KnownPerson, Source
from app.claims.fixes import Fix, FixItem, changed_lines, mended, suggested_fixes
from app.scheme.receipts.checking import complaints_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt
from tests.central.review.files import Bill
from tests.claims.month_files import BILL, OCTOBER_12, OTHER
from tests.claims.test_precheck import known

PERSON = KnownPerson("架空　花", "カクウ　ハナ", "2", date(1988, 2, 14), Source.BATCH)


def receipt(bill: Bill = BILL) -> Receipt:
    return Receipt(ReceiptKind.MEDICAL, 2, bill.lines(1))


def suggested(person: KnownPerson, bill: Bill = BILL) -> list[tuple[FixItem, str, str]]:
    found = suggested_fixes(claimed(1, receipt(bill)), Evidence((known(),), person))
    return [(each.item, each.stated, each.known) for each in found]


def test_a_receipt_that_agrees_has_nothing_to_fix() -> None:
    assert suggested(PERSON) == []


def test_letters_the_register_lost_are_no_difference() -> None:
    person = KnownPerson("●空　花", "ｶｸｳ ﾊﾅ", "2", date(1988, 2, 14), Source.BATCH)
    assert suggested(person) == []


def test_name_reading_sex_and_birth_date_stand_side_by_side() -> None:
    person = KnownPerson("架空　華", "カクウ　ハル", "1", date(1988, 2, 15), Source.CHART)
    assert suggested(person) == [
        (FixItem.NAME, "架空　花", "架空　華"),
        (FixItem.KANA, "カクウハナ", "カクウハル"),
        (FixItem.SEX, "女", "男"),
        (FixItem.BIRTH, "昭和63年2月14日", "昭和63年2月15日"),
    ]


def test_a_name_that_receipts_cannot_hold_is_not_offered() -> None:
    assert suggested(KnownPerson("髙橋　花", "カクウ　ハナ", "2", date(1988, 2, 14), Source.BATCH)) == []


def test_the_card_of_every_day_is_offered_where_the_stated_one_holds_on_none() -> None:
    bill = Bill(**{**BILL.__dict__, "days": (13, 20)})
    evidence = Evidence((known(lost_on=OCTOBER_12), known(OTHER, OCTOBER_12)), PERSON)
    (fix,) = suggested_fixes(claimed(1, receipt(bill)), evidence)
    assert fix.item is FixItem.NUMBER
    after = mended(receipt(bill), [fix])
    assert after.insured is not None
    assert (after.insured.key, after.branch) == (OTHER.key, "01")
    assert complaints_of(after) == complaints_of(receipt(bill))


@pytest.mark.parametrize(("relationship", "becomes"), [("1", "1112"), ("2", "1116"), ("", "1112")])
def test_whose_receipt_it_is_follows_the_card_that_is_offered(relationship: str, becomes: str) -> None:
    """本人 or 家族 in the レセプト種別; what is not known of the card stays as it was billed."""
    bill = Bill(**{**BILL.__dict__, "days": (13, 20)})
    other = known(OTHER, OCTOBER_12)
    other = replace(other, cover=replace(other.cover, relationship=relationship))
    (fix,) = suggested_fixes(claimed(1, receipt(bill)), Evidence((known(lost_on=OCTOBER_12), other), PERSON))
    assert mended(receipt(bill), [fix]).type == becomes


def test_of_a_month_under_both_cards_no_card_is_offered() -> None:
    """It is split by day: neither card is wrong."""
    evidence = Evidence((known(lost_on=OCTOBER_12), known(OTHER, OCTOBER_12)), PERSON)
    assert suggested_fixes(claimed(1, receipt()), evidence) == ()


@pytest.mark.parametrize(
    ("item", "values", "reads"),
    [
        (FixItem.NAME, ("架空 華",), ("name", "架空　華")),
        (FixItem.KANA, ("カクウハル",), ("kana", "カクウハル")),
        (FixItem.SEX, ("1",), ("sex", "1")),
        (FixItem.BIRTH, ("1988-02-15",), ("birth_on", date(1988, 2, 15))),
        (FixItem.BRANCH, ("07",), ("branch", "07")),
    ],
)
def test_a_fix_changes_its_item_alone(
    item: FixItem, values: tuple[str, ...], reads: tuple[str, object]
) -> None:
    before = receipt()
    after = mended(before, [Fix(item, "", "", values, Source.CHART)])
    name, value = reads
    assert getattr(after, name) == value
    (changed,) = changed_lines(before, after)
    assert changed.before != changed.after
    assert sum(a != b for a, b in zip(before.lines, after.lines, strict=True)) == 1


def test_a_branch_gets_a_record_of_its_own_where_none_stood() -> None:
    """R12"""
    bill = Bill(**{**BILL.__dict__, "branch": None})
    after = mended(receipt(bill), [Fix(FixItem.BRANCH, "", "02", ("02",), Source.CHART)])
    assert after.confirmations[0].confirmation == "01"
    assert [(each.before, each.after[:3]) for each in changed_lines(receipt(bill), after)] == [("", "SN,")]


def test_a_birth_date_of_an_older_file_keeps_its_era() -> None:
    older = Bill(**{**BILL.__dict__, "birth": "3630214", "month": "50810"})
    after = mended(receipt(older), [Fix(FixItem.BIRTH, "", "", ("1990-03-04",), Source.CHART)])
    assert after.item("RE", "birth") == "4020304"
