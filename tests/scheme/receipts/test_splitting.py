"""One receipt becomes several by treatment day, and the parts add up to the whole (R13)."""

from collections import Counter
from dataclasses import replace
from datetime import date

import jaconv
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.scheme.cover import Cover
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.addressing import addressed
from app.scheme.receipts.checking import complaints_of
from app.scheme.receipts.complaints import Weight
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import ConfirmationCode, Part
from app.scheme.receipts.shares import CannotBeSplit, SplitRefusal
from app.scheme.receipts.splitting import SplitReceipt, split
from tests.scheme.receipts.builders import Claim, claims
from tests.scheme.receipts.builders import receipt as built

A = InsuredNumber.parse("06139992", "７０１", "４４２", "02")
B = InsuredNumber.parse("139998", "例01", "000123", "05")
LATE_ELDERLY = InsuredNumber.parse("39139993", "", "01234567")
MARCH_5, MARCH_12, MARCH_20 = date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 20)


def part(insured: InsuredNumber, *days: date, relationship: str = "2") -> Part:
    return Part(insured, days, Cover(insured, "", relationship, date(2020, 4, 1), None, None))


def columns(*days: int, of: str = "1") -> str:
    return ",".join(of if day in days else "" for day in range(1, 32))


MEDICAL = (
    "RE,1,1116,202603,架空　花,2,19880214,,,,,28,,000231,,,,,,,,,,,,,,,,,,,,,,,カクウハナ,",
    "HO,06139992,７０１,４４２,2,497,,,,,,,,,",
    "SN,1,01,,,,02,,",
    f"JD,1,{columns(5, 20)}",
    "SY,0000999,20260305,1,,見本病名,,",
    f"SI,11,1,111000110,,288,1,,,,,,,{columns(5)}",
    f"SI,12,1,112007410,,73,1,,,,,,,{columns(20)}",
    f"SI,80,1,120002910,,68,2,,,,,,,{columns(5, 20)}",
)
"""The example of the receipt reference: 架空 花, insured with A until the 14th and with B from the 15th."""


def medical(*changes: tuple[str, str], more: tuple[str, ...] = ()) -> Receipt:
    """The example; each change replaces a piece of text that must be there."""
    text = "\n".join((*MEDICAL, *more))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Receipt(ReceiptKind.MEDICAL, 1, tuple(text.split("\n")))


def in_two(receipt: Receipt) -> tuple[SplitReceipt, SplitReceipt]:
    one, other = split(receipt, (part(A, MARCH_5), part(B, MARCH_20)))
    return one, other


def test_the_worked_example_becomes_356_and_141_points() -> None:
    """R13."""
    one, other = in_two(medical())
    assert (one.points, one.actual_days) == (356, 1)
    assert (other.points, other.actual_days) == (141, 1)
    assert one.receipt.lines == (
        MEDICAL[0],
        "HO,06139992,７０１,４４２,1,356,,,,,,,,,",
        "SN,1,05,06139992,７０１,４４２,02,,",
        f"JD,1,{columns(5)}",
        MEDICAL[4],
        MEDICAL[5],
        f"SI,80,1,120002910,,68,1,,,,,,,{columns(5)}",
    )
    assert other.receipt.lines == (
        MEDICAL[0],
        "HO,  139998,例０１,000123,1,141,,,,,,,,,",
        "SN,1,05,  139998,例０１,000123,05,,",
        f"JD,1,{columns(20)}",
        MEDICAL[4],
        MEDICAL[6],
        f"SI,80,1,120002910,,68,1,,,,,,,{columns(20)}",
    )


def test_without_jd_the_days_are_those_on_which_something_was_done() -> None:
    one, other = in_two(medical((f"JD,1,{columns(5, 20)}\n", "")))
    assert (one.actual_days, other.actual_days) == (1, 1)
    assert "JD" not in one.receipt.names


def test_a_visit_that_jd_does_not_count_counts_in_no_part() -> None:
    """JD 2: the act belongs to another visit."""
    receipt = medical(
        (f"JD,1,{columns(5, 20)}", f"JD,1,{columns(5, 20)}".replace("1,,,,,,,,,,,", "1,,,,,,,2,,,,", 1)),
        (f"SI,12,1,112007410,,73,1,,,,,,,{columns(20)}", f"SI,12,1,112007410,,73,1,,,,,,,{columns(12)}"),
    )
    one, other = split(receipt, (part(A, MARCH_5, MARCH_12), part(B, MARCH_20)))
    assert (one.points, one.actual_days) == (288 + 73 + 68, 1)
    assert (other.points, other.actual_days) == (68, 1)


def test_a_unit_goes_as_one_and_a_section_outlives_its_first_record() -> None:
    """診療識別 stands on the first record of its kind: where that goes, the next takes it over."""
    drugs = (
        f"IY,21,1,610406079,3,,7,,,,,,,{columns(20, of='7')}",
        f"IY,,1,620000001,1,5,7,,,,,,,{columns(20, of='7')}",
        f"IY,,1,620000002,1,4,2,,,,,,,{columns(5, of='2')}",
        "CO,,1,830000001,見本",
    )
    one, other = in_two(medical((",2,497,", f",2,{497 + 35 + 8},"), more=drugs))
    assert [line for line in one.receipt.lines if line.startswith(("IY", "CO"))] == [
        f"IY,21,1,620000002,1,4,2,,,,,,,{columns(5, of='2')}",
        drugs[3],
    ]
    assert [line for line in other.receipt.lines if line.startswith(("IY", "CO"))] == [
        drugs[0],
        drugs[1],
        "CO,,1,830000001,見本",
    ]
    assert (one.points, other.points) == (356 + 8, 141 + 35)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (("2,497", "2,498"), SplitRefusal.POINTS),
        (("2,497", "3,497"), SplitRefusal.DAYS),
        (("SY,0000999", "XX,0000999"), SplitRefusal.UNKNOWN_RECORD),
        (("68,2,", "68,3,"), SplitRefusal.DAY_COLUMNS),
        ((f"68,2,,,,,,,{columns(5, 20)}", "68,2,,,,,,,1"), SplitRefusal.DAY_COLUMNS),
        ((f"68,2,,,,,,,{columns(5, 20)}", f"68,2,,,,,,,{columns(5, 20, of='x')}"), SplitRefusal.DAY_COLUMNS),
        ((f"JD,1,{columns(5, 20)}", f"JD,1,{columns(5, 20, 25)}"), SplitRefusal.DAYS),
        (("SN,1,01", "KO,54139999,1234567,,1,100,,,,,,\nSN,1,01"), SplitRefusal.PUBLIC_EXPENSE),
        (("HO,06139992,７０１,４４２,2,497,,,,,,,,,\n", ""), SplitRefusal.NO_INSURER),
        (
            (f"SI,12,1,112007410,,73,1,,,,,,,{columns(20)}", f"SI,12,1,112007410,,,1,,,,,,,{columns(20)}"),
            SplitRefusal.POINTS,
        ),
        (("SI,12,1,112007410,,73,1", f"SI,12,1,1,,,1,,,,,,,{columns(5)}\nSI,,1,2,,73,1"), SplitRefusal.UNIT),
    ],
)
def test_what_does_not_add_up_is_not_split(change: tuple[str, str], refusal: SplitRefusal) -> None:
    """R13: it stays whole, with the reason."""
    with pytest.raises(CannotBeSplit) as refused:
        in_two(medical(change))
    assert refused.value.refusal is refusal


def pharmacy(total: int = 246) -> Receipt:
    """One prescription dispensed twice, on the 5th and the 20th, and a second one on the 20th."""
    blank = ",".join
    cz = ["CZ", "1", "20260304", "20260305", "1", "14", "1", "1", "", "120002070", "24", "", "", "30"] + [
        ""
    ] * 57
    again = [*cz[:3], "20260320", "2", *cz[5:]]
    ki = ["KI", "20260305", "1", "1", "410000110", "45"] + [""] * 108
    care = [*ki[:1], "20260320", "2", *ki[3:7], "1", "440000110", "2", "12", *ki[11:]]
    lines = (
        "RE,1,4112,202603,架空　花,2,19880214,,,13,1,9990014,見本医院,例示市,佐藤"
        + "," * 19
        + ",A1,,,,,,カクウハナ",
        f"HO,06139992,７０１,４４２,2,{total},,,,,,,,",
        "SH,1,1,１日３回毎食後服用,,3,,,,",
        blank(cz),
        blank(again),
        "IY,1,620000001,3,,,,,,",
        "SH,2,1,１日１回朝食後服用,,2,,,,",
        blank([*again[:10], "0", *again[11:13], "24", *again[14:]]),
        "IY,1,620000002,1,,,,,,",
        "TK,820000001,見本",
        blank(ki),
        blank(care),
    )
    return Receipt(ReceiptKind.PHARMACY, 1, lines)


def test_a_pharmacys_receipt_goes_by_the_day_of_dispensing() -> None:
    """R13: 調剤 has no day columns."""
    one, other = split(pharmacy(), (part(A, MARCH_5), part(B, MARCH_20)))
    assert (one.points, one.actual_days) == (24 + 30 + 45, 1)
    assert (other.points, other.actual_days) == (24 + 30 + 24 + 45 + 2 * 12, 1)
    assert [name for name in one.receipt.names if name not in {"RE", "HO", "SN"}] == [
        "SH",
        "CZ",
        "IY",
        "TK",
        "KI",
    ]
    assert [name for name in other.receipt.names if name not in {"RE", "HO", "SN"}] == [
        *("SH", "CZ", "IY", "SH", "CZ", "IY", "TK", "KI")
    ]
    assert other.receipt.lines[2] == "SN,1,05,  139998,例０１,000123,05,,"


def test_a_dispensing_on_no_payers_day_is_not_split() -> None:
    with pytest.raises(CannotBeSplit):
        split(pharmacy(), (part(A, MARCH_5), part(B, MARCH_12)))
    with pytest.raises(CannotBeSplit):
        split(pharmacy(total=247), (part(A, MARCH_5), part(B, MARCH_20)))


# Addressing


def test_a_reassigned_receipt_names_its_payer_in_ho_and_sn() -> None:
    """R14."""
    moved = addressed(medical(), part(B, MARCH_5, MARCH_20), ConfirmationCode.REASSIGNED)
    assert moved.lines[1:3] == (
        "HO,  139998,例０１,000123,2,497,,,,,,,,,",
        "SN,1,04,  139998,例０１,000123,05,,",
    )
    assert moved.lines[3:] == MEDICAL[3:]


def test_a_forwarded_receipt_gets_its_branch_and_confirmation_and_nothing_else() -> None:
    """R12."""
    receipt = medical(("SN,1,01,,,,02,,\n", ""))
    forwarded = addressed(receipt, part(A, MARCH_5, MARCH_20), ConfirmationCode.BRANCH)
    assert forwarded.lines == (*MEDICAL[:2], "SN,1,09,,,,02,,", *MEDICAL[3:])


def test_the_type_of_a_receipt_follows_its_new_payer() -> None:
    """レセプト種別: 後期高齢 and 本人・家族."""

    def type_at(new: Part, was: str = "1116", ratio: int | None = None, born: str = "19880214") -> str:
        receipt = medical(("RE,1,1116", f"RE,1,{was}"), ("19880214", born))
        return addressed(receipt, new, ConfirmationCode.REASSIGNED, ratio).item("RE", "type")

    assert type_at(part(B, MARCH_5, relationship="2")) == "1116"
    assert type_at(part(B, MARCH_5, relationship="1")) == "1112"
    assert type_at(part(LATE_ELDERLY, MARCH_5), "1118", 10) == "1318"
    assert type_at(part(LATE_ELDERLY, MARCH_5), "1118", 30) == "1310"
    assert type_at(part(LATE_ELDERLY, MARCH_5), "1110") == "1310", "where the share is not known it stays"
    assert type_at(part(B, MARCH_5), "1317", 30, "19550214") == "1119", "in hospital"
    assert type_at(part(B, MARCH_5), "1318") == "1116", "too young for the class of the elderly"
    assert type_at(part(B, MARCH_5), "1114") == "1114", "未就学"


# Whatever the receipt


def _acts_of(receipts: list[Receipt]) -> Counter[tuple[str, int]]:
    """How often each act was done, by code and day."""
    found: Counter[tuple[str, int]] = Counter()
    for each in receipts:
        for line in each.treatment:
            code = each.lines[line.position].split(",")[3]
            for day, count in zip(line.days.days, line.days.counts, strict=True):
                found[code, day] += count
    return found


@given(claim=claims(), cut=st.integers(2, 31), new=st.sampled_from([B, LATE_ELDERLY]))
def test_both_parts_satisfy_every_invariant_and_add_up_to_the_whole(
    claim: Claim, cut: int, new: InsuredNumber
) -> None:
    """R13: for receipts of all three kinds; what adds up as a whole adds up in parts."""
    whole = built(replace(claim, public=(), insurer="06139992"))
    days = whole.treated_on
    before, after = [day for day in days if day.day < cut], [day for day in days if day.day >= cut]
    assume(before and after)
    pieces = split(whole, (part(A, *before), part(new, *after)))
    assert sum(each.points for each in pieces) == whole.points
    assert sum(each.actual_days for each in pieces) == whole.actual_days
    assert tuple(day for each in pieces for day in each.receipt.treated_on) == days
    assert _acts_of([each.receipt for each in pieces]) == _acts_of([whole])
    for piece in pieces:
        receipt = piece.receipt
        assert (receipt.points, receipt.actual_days) == (piece.points, piece.actual_days)
        assert receipt.insured == receipt_number_of(piece)
        assert [each for each in complaints_of(receipt) if each.weight is not Weight.WARNING] == []
        assert receipt.confirmations[0].confirmation == ConfirmationCode.SPLIT.value


def receipt_number_of(piece: SplitReceipt) -> InsuredNumber:
    """As the receipt prints it: symbol and number of one width."""
    insured = piece.part.insured
    symbol = (
        insured.symbol if insured.symbol.isascii() else jaconv.h2z(insured.symbol, ascii=True, digit=True)
    )
    return replace(insured, symbol=symbol)
