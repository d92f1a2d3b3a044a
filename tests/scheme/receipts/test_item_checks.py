"""Items against their layout: a whole record at once says the same as item by item."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.scheme.receipts.complaints import Complaint
from app.scheme.receipts.item_checks import bytes_of, fits, item_complaints
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS, Mode
from tests.scheme.receipts.builders import Claim, claims, receipt

_TEXTS = st.one_of(
    st.sampled_from(
        ["", "0", "1", "3", "19880229", "19870229", "20260431", "5080131", "5000131", "202613", "50812"]
    ),
    st.from_regex(r"\A[0-9]{1,12}\Z"),
    st.from_regex(r"\A[0-9]{0,4}\.?[0-9]{0,4}\Z"),
    st.dates().map(lambda day: f"{day:%Y%m%d}"),
    st.text("Aa1 -ｱア架　髙①", max_size=45),
)


def complaints(kind: ReceiptKind, line: str) -> list[Complaint]:
    return list(item_complaints(kind, line, at=1, receipt=1, short_is_fine=False))


@settings(max_examples=200)
@given(claims(), st.data())
def test_the_pattern_of_a_record_lets_through_what_every_item_lets_through(
    claim: Claim, data: st.DataObject
) -> None:
    """The short way never differs from the long one, whatever stands in an item."""
    whole = receipt(claim)
    items = data.draw(st.sampled_from(whole.lines)).split(",")
    place = data.draw(st.integers(1, len(items) - 1))
    items[place] = data.draw(_TEXTS)
    line = ",".join(items)
    told = list(item_complaints(whole.kind, line, at=1, receipt=1, short_is_fine=False))
    assert fits(whole.kind, line) is (not told) or "0229" in line


@given(st.text("Aa1 -ｱア架　〜", max_size=40))
@example("髙")
def test_length_is_counted_in_bytes_of_the_file(text: str) -> None:
    assert bytes_of(text) == len(text.encode("cp932"))


@pytest.mark.parametrize("kind", ReceiptKind)
def test_every_layout_is_whole(kind: ReceiptKind) -> None:
    """Names are told apart, nothing is longer than it may be, and day columns stand last."""
    for layout in LAYOUTS[kind].values():
        assert len(layout.index) == len(layout.items), layout.record
        assert all(item.bytes > 0 and item.word for item in layout.items)
        if layout.first_day:
            assert layout.items[-1].name == "day31"
            assert layout.first_day == layout.length - 31


@pytest.mark.parametrize(
    ("record", "length"),
    [
        ("IR", 10),
        ("RE", 38),
        ("HO", 15),
        ("KO", 12),
        ("SN", 9),
        ("SY", 8),
        ("SI", 44),
        ("IY", 44),
        ("CO", 5),
        ("GO", 4),
    ],
)
def test_records_are_as_long_as_in_real_files(record: str, length: int) -> None:
    assert LAYOUTS[ReceiptKind.MEDICAL][record].length == length


@pytest.mark.parametrize(
    ("mode", "valid", "wrong"),
    [
        (Mode.DIGITS, "007", "７"),
        (Mode.DECIMAL, "1.50000", "1."),
        (Mode.ASCII, "A-1", "Ａ"),
        (Mode.FULL_WIDTH, "架空　花", "架空 花"),
        (Mode.EITHER, "ｶｸｳ ﾊﾅ", "ｶｸｳ　ﾊﾅ"),
    ],
)
def test_each_mode_takes_its_letters(mode: Mode, valid: str, wrong: str) -> None:
    places = {item.mode: item.name for item in LAYOUTS[ReceiptKind.MEDICAL]["SI"].items if not item.required}
    places |= {
        Mode.DIGITS: "comment1",
        Mode.EITHER: "claim_information",
        Mode.ASCII: "chart",
        Mode.FULL_WIDTH: "kana",
    }
    record = "SI" if mode in (Mode.DIGITS, Mode.DECIMAL) else "RE"
    layout = LAYOUTS[ReceiptKind.MEDICAL][record]

    def codes(text: str) -> set[str]:
        items = [record, *[""] * (layout.length - 1)]
        items[layout.index[places[mode]]] = text
        found = complaints(ReceiptKind.MEDICAL, ",".join(items))
        return {each.code for each in found if each.item == layout.items[layout.index[places[mode]] - 1].word}

    assert codes(valid) == set()
    assert codes(wrong) == {"item.mode"}
