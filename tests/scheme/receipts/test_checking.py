"""What is wrong with a file of receipts: each kind of damage told by line and item, and nothing else told."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scheme.receipts.checking import FileCheck, complaints_of
from app.scheme.receipts.complaints import Complaint, Fault, Weight, by_weight
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import FileForm
from app.scheme.receipts.reading import ReceiptReader, ReceiptsUnreadable
from app.scheme.receipts.receipt import Receipt
from tests.scheme.receipts.builders import EXAMPLE, Act, Claim, claims, file_of, files, receipt
from tests.scheme.receipts.damages import (
    CASES,
    CLAIMS,
    DENTAL,
    MEDICAL,
    Case,
    Damage,
    Lines,
    both,
    encoded,
    item,
    lines_of,
    m,
)


def check(reader: ReceiptReader) -> Iterator[Complaint]:
    """Every complaint as it is met: receipt by receipt, then the file's own."""
    checking = FileCheck(reader)
    for each in reader:
        yield from checking.receipt(each)
    yield from checking.end()


def complaints(lines: Lines) -> list[Complaint]:
    return list(check(ReceiptReader(encoded(lines))))


def told(found: list[Complaint]) -> list[str]:
    return sorted(
        " ".join(filter(None, (each.code, str(each.line), each.record, each.item))) for each in found
    )


@pytest.mark.parametrize("kind", ReceiptKind)
def test_a_valid_file_has_no_complaint(kind: ReceiptKind) -> None:
    assert complaints(lines_of(kind)) == []


def test_the_worked_example_has_no_complaint() -> None:
    assert complaints(EXAMPLE.splitlines()) == []


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_damage_is_told_where_it_is_and_nothing_else_is(case: Case) -> None:
    """R13: the invariants of a receipt; the good receipts around the broken one stay good."""
    found = complaints(case.damage(lines_of(case.kind)))
    assert told(found) == sorted(case.told)
    assert {each.receipt for each in found} <= {0, 2}


def test_every_fault_has_a_case() -> None:
    of_form = {"file.line_end", "file.line_feed", "file.encoding", "file.last_line", "item.bytes"}
    named = {place.split()[0] for case in CASES for place in case.told}
    assert {fault.code for fault in Fault} - named == of_form


def test_no_complaint_repeats_what_stands_in_a_file() -> None:
    secret = "ひみつ"
    for case in CASES:
        lines = [line.replace("架空", secret).replace("カクウ", "ヒミツノナ") for line in lines_of(case.kind)]
        words = "".join(str(each) + each.words for each in complaints(case.damage(lines)))
        assert not any(word in words for word in (secret, "ヒミツノナ", "４４２", "19880214"))


@pytest.mark.parametrize(
    ("fault", "line", "data"),
    [
        (Fault.FILE_ENCODING, 0, EXAMPLE.replace("\n", "\r\n").encode()),
        (Fault.FILE_LINE_FEED, 0, EXAMPLE.encode("cp932")),
        (Fault.FILE_LAST_LINE, 0, EXAMPLE.replace("\n", "\r\n").encode("cp932")[:-2]),
        (Fault.FILE_LINE_END, 4, EXAMPLE.replace("\n", "\r\n").replace("02,,\r", "02,,").encode("cp932")),
    ],
    ids=lambda value: value.code if isinstance(value, Fault) else "",
)
def test_a_files_form_is_a_warning(fault: Fault, line: int, data: bytes) -> None:
    found = list(check(ReceiptReader(data)))
    assert [(each.fault, each.line, each.weight) for each in found] == [(fault, line, Weight.WARNING)]


def test_of_very_many_lines_that_end_otherwise_the_first_are_told_and_how_many() -> None:
    first, *others = file_of([Claim()] * 30, FileForm(line_end="\n", closing=b"")).split(b"\n")
    found = list(check(ReceiptReader(first + b"\r\n" + b"\n".join(others))))
    strays = [each for each in found if each.fault is Fault.FILE_LINE_END]
    assert [each.line for each in strays] == [*range(2, 102), 0]
    assert f"{len(others) - 1:,}行" in strays[-1].expected


def test_bytes_that_are_no_letter_are_told_by_their_value() -> None:
    data = EXAMPLE.replace("\n", "\r\n").encode("cp932").replace("架空".encode("cp932"), b"\x81\xad\xfd")
    found = list(check(ReceiptReader(data)))
    assert {(each.fault, each.line, each.item) for each in found} == {(Fault.ITEM_BYTES, 2, "氏名")}


def test_complaints_are_sorted_by_weight_then_by_line() -> None:
    damage = both(m(29, "points", "1"), m(12, "insurer", "06139993"), m(13, "branch", "2"))
    found = complaints(damage(lines_of(MEDICAL)))
    assert [each.weight for each in sorted(found, key=by_weight)] == list(Weight)


def test_old_files_may_have_fewer_items() -> None:
    """Before 2020 records were shorter, with years of eras; a shorter record is told in newer files alone."""
    lines = file_of([Claim(eras=True)], FileForm(closing=b"")).decode("cp932").split("\r\n")[:-1]
    assert complaints([line if line[:2] in ("SI", "IY") else line.removesuffix(",") for line in lines]) == []


def test_a_dentists_no_show_has_no_days() -> None:
    """未来院請求: made for somebody who did not come any more."""
    changes = {"RE": {"no_show": "01"}, "SS": {"day5": ""}, "JD": {"day5": ""}}
    claim = Claim(kind=DENTAL, acts=[Act(267, {5: 1}, ("SS",))], changes=changes)
    assert complaints_of(receipt(claim)) == []


def test_meals_are_counted_in_yen_not_in_points() -> None:
    meals = {"SI": {"section": "97"}}
    one = receipt(Claim(acts=[Act(640, {5: 3})], changes=meals | {"HO": {"total_points": "0"}}))
    assert complaints_of(one) == []


def test_what_a_comment_opens_goes_on_behind_it() -> None:
    """診療識別 may stand on the comment, and once for several units."""
    whole = receipt(Claim(acts=[Act(640, {5: 3}), Act(640, {6: 3})], changes={"SI": {"section": ""}}))
    comment = "CO,97,1,810000001,見本"
    first = whole.names.index("SI")
    found = Receipt(whole.kind, 1, (*whole.lines[:first], comment, *whole.lines[first:]))
    assert [unit.is_meals for unit in found.units] == [True, True]


def test_the_visits_of_a_public_expense_are_looked_at_too() -> None:
    whole = receipt(Claim(public=["54139993"]), line=2)
    last = whole.names.index("JD") + 1
    lines = (*whole.lines[:last], "JD,2,,,,,4" + "," * 26, *whole.lines[last:])
    assert told(complaints_of(Receipt(whole.kind, 2, lines))) == ["visits.code 7 JD 5日の情報"]


def test_a_visit_that_does_not_count_is_left_out_of_the_actual_days() -> None:
    """受診等区分 2: treated on the day of another visit."""
    claim = Claim(changes={"JD": {"day20": "2"}, "HO": {"actual_days": "1"}})
    assert complaints_of(receipt(claim)) == []


def test_a_unit_of_public_expense_alone_is_not_the_insurers() -> None:
    claim = Claim(
        acts=[Act(100, {5: 1}, burden="2"), Act(70, {5: 1}, burden="5")],
        public=["54139993"],
        changes={"HO": {"total_points": "100"}},
    )
    assert complaints_of(receipt(claim)) == []


@given(files())
def test_whatever_is_built_is_valid(made: tuple[list[Claim], FileForm]) -> None:
    """The invariants hold for every built file; only its form may be worth a warning."""
    found = check(ReceiptReader(file_of(*made)))
    assert {each.code for each in found} <= {"file.encoding", "file.line_feed", "file.last_line"}


@given(st.data())
def test_a_broken_invariant_gives_its_complaint_at_its_place(data: st.DataObject) -> None:
    """R13: day columns, units and totals, each broken somewhere in a built receipt."""
    claim = data.draw(claims(data.draw(st.sampled_from([MEDICAL, DENTAL]))))
    whole = receipt(claim, line=2)
    unit = data.draw(st.sampled_from(whole.units))
    act = data.draw(st.sampled_from(unit.lines))
    at, closes = whole.line + act.position, act is unit.lines[-1]
    payer = whole.line + whole.names.index("HO")
    total = {f"total.points {payer} HO 合計点数"}
    breaks: dict[str, tuple[Damage, set[str]]] = {
        "count": (
            item(claim.kind, at - 1, "times", str((act.times or 0) + 1)),
            {f"days.times {at} {act.record} 回数"} | (total if closes else set()),
        ),
        "total": (item(claim.kind, payer - 1, "total_points", str(claim.points + 1)), total),
        "days": (
            item(claim.kind, payer - 1, "actual_days", str(len(claim.days) + 1)),
            {f"total.days {payer} HO 診療実日数"},
        ),
    }
    if closes:
        points = item(claim.kind, at - 1, "points", str((act.points or 0) + 1))
        breaks["points"] = (points, total)
    damage, expected = breaks[data.draw(st.sampled_from(sorted(breaks)))]
    found = complaints_of(Receipt(claim.kind, 2, tuple(damage(list(whole.lines)))))
    assert set(told(found)) == expected


@settings(max_examples=300)
@given(st.data())
def test_random_damage_never_raises_anything_but_our_refusals(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(ReceiptKind))
    whole = bytearray(file_of([CLAIMS[kind]]))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(whole)))
        end = start + data.draw(st.integers(0, 12))
        whole[start:end] = data.draw(st.binary(max_size=8))
    try:
        reader = ReceiptReader(bytes(whole))
        found = list(check(reader))
    except ReceiptsUnreadable:
        return
    assert all(each.words and each.line >= 0 for each in found)


def test_a_check_counts_while_it_goes() -> None:
    reader = ReceiptReader(file_of([Claim(public=["54139993"]), Claim()]))
    checking = FileCheck(reader)
    for each in reader:
        checking.receipt(each)
    assert (checking.receipts, checking.claims, checking.points) == (2, 3, 994)
