"""A month's file read as receipts, whatever form it comes in."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.numbers import InsuredNumber
from app.scheme.receipts import reading
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import Encoding
from app.scheme.receipts.reading import ReceiptReader, ReceiptsUnreadable
from tests.scheme.receipts.builders import EXAMPLE, Act, Claim, claims, file_of, receipt, whole

FILE = EXAMPLE.replace("\n", "\r\n").encode("cp932") + b"\x1a"
OLDER = """\
IR,2,13,1,9990014,,見本医院,43102,00,
RE,1,1112,43101,架空　一郎,1,3400511,,,,,,,000007,,,,,,
HO,  139998,見本,1234,1,357,,,,,,,,
SY,0000999,4310109,1,,見本病名,,
SI,11,1,111000110,,282,1,,,,,,,,,,,,,,,1,,,,,,,,,,,,,,,,,,,,,,
SI,80,1,120002910,,75,1,,,,,,,,,,,,,,,1,,,,,,,,,,,,,,,,,,,,,,
GO,1,357,99
"""


def test_a_receipt_says_who_was_treated_when_and_who_pays() -> None:
    """R13."""
    file = whole(FILE)
    (found,) = file.receipts
    assert (file.kind, found.line, found.number, found.type) == (ReceiptKind.MEDICAL, 2, "1", "1116")
    assert (found.name, found.kana, found.sex, found.chart) == ("架空　花", "カクウハナ", "2", "000231")
    assert (found.birth_on, found.month) == (date(1988, 2, 14), date(2026, 3, 1))
    assert found.insured is not None
    assert found.insured.same_card(InsuredNumber.parse("06139992", "701", "442", "02"))
    assert found.insured.branch == "02"
    assert (found.points, found.actual_days, found.payers) == (497, 2, 1)
    assert file.trailer == ("GO,1,497,99",)


def test_treatment_days_come_from_the_day_columns() -> None:
    """R13: 算定日 decides, JD stands beside it."""
    (found,) = whole(FILE).receipts
    assert found.treatment_days == (5, 20)
    assert found.treated_on == (date(2026, 3, 5), date(2026, 3, 20))
    visits = found.visits()
    assert visits is not None and dict(zip(visits.days, visits.counts, strict=True)) == {5: 1, 20: 1}
    assert found.visits("2") is None
    assert [unit.amount for unit in found.units] == [288, 73, 136]


def test_a_pharmacys_days_are_those_of_dispensing_and_fee() -> None:
    """R13: a pharmacy's drugs have no day columns."""
    found = receipt(Claim(kind=ReceiptKind.PHARMACY, acts=[Act(88, {5: 1}), Act(73, {20: 1})]))
    assert found.treatment_days == (5, 20)
    assert (found.points, found.actual_days, found.units) == (161, 2, ())


def test_a_dentists_receipt_opens_with_its_institution() -> None:
    claim = Claim(kind=ReceiptKind.DENTAL, acts=[Act(267, {5: 1}, ("SS",)), Act(73, {20: 1}, ("IY", "SI"))])
    file = whole(file_of([claim, claim, claim]))
    assert [each.names[:2] for each in file.receipts] == [("IR", "RE")] * 3
    assert [each.number for each in file.receipts] == ["1", "2", "3"]
    assert file.receipts[2].treatment_days == (5, 20)


def test_years_of_eras_are_read_like_western_ones() -> None:
    """Files of before 2020 write GYYMM and GYYMMDD."""
    (found,) = whole(OLDER.replace("\n", "\r\n").encode("cp932")).receipts
    assert (found.month, found.birth_on) == (date(2019, 1, 1), date(1965, 5, 11))
    assert found.treated_on == (date(2019, 1, 9),)
    assert found.insured is not None and found.insured.insurer.digits == "139998"


def test_public_payers_and_confirmations_are_told_one_by_one() -> None:
    found = receipt(Claim(public=("54139993", "12139994")))
    assert [each.payer for each in found.public_payers] == ["54139993", "12139994"]
    assert [each.total_points for each in found.public_payers] == [497, 497]
    assert [(each.payer_kind, each.confirmation, each.branch) for each in found.confirmations] == [
        ("1", "01", "02")
    ]
    assert found.payers == 3


@pytest.mark.parametrize(
    ("name", "data", "encoding", "line_end", "closing"),
    [
        ("as specified", FILE, Encoding.SHIFT_JIS, "\r\n", b"\x1a"),
        ("no closing byte", FILE[:-1], Encoding.SHIFT_JIS, "\r\n", b""),
        ("line feeds", FILE.replace(b"\r\n", b"\n"), Encoding.SHIFT_JIS, "\n", b"\x1a"),
        ("utf-8", FILE.decode("cp932").encode(), Encoding.UTF_8, "\r\n", b"\x1a"),
        ("utf-8 with mark", b"\xef\xbb\xbf" + FILE.decode("cp932").encode(), Encoding.UTF_8, "\r\n", b"\x1a"),
        ("no last line end", FILE[:-3], Encoding.SHIFT_JIS, "\r\n", b""),
    ],
)
def test_a_file_is_read_in_every_form(
    name: str, data: bytes, encoding: Encoding, line_end: str, closing: bytes
) -> None:
    file = whole(data)
    assert file.receipts == whole(FILE).receipts
    assert (file.form.encoding, file.form.line_end, file.form.closing) == (encoding, line_end, closing)
    assert file.trailer == ("GO,1,497,99",)


def test_a_damaged_letter_does_not_change_how_the_others_are_read() -> None:
    damaged = FILE.decode("cp932").encode().replace("架".encode(), b"\xe6\xff")
    (found,) = whole(damaged).receipts
    assert found.kana == "カクウハナ"
    assert found.name.endswith("空　花")


@pytest.mark.parametrize(("codec", "other"), [("cp932", "utf-8"), ("utf-8", "cp932")])
def test_one_long_text_in_another_code_does_not_change_how_the_others_are_read(
    codec: str, other: str
) -> None:
    before, behind = EXAMPLE.replace("\n", "\r\n").encode(codec).split("見本病名".encode(codec))
    (found,) = whole(before + ("架" * 3_000).encode(other) + behind).receipts
    assert found.kana == "カクウハナ"


@pytest.mark.parametrize("size", [1, 7, 410, 4099])
def test_where_a_block_is_cut_makes_no_difference(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A receipt is whole wherever the blocks of the stream end, inside a letter too."""
    data = file_of([Claim()] * 12)
    at_once = whole(data)
    monkeypatch.setattr(reading, "_START", 200)
    monkeypatch.setattr(reading, "_BLOCK", size)
    assert whole(data) == at_once


class Dripping(BytesIO):
    """A pipe: gives a few bytes at a time, and remembers how much was asked for."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(min(size or 0, 3))
        self.given += len(found)
        return found


@pytest.mark.parametrize("data", [FILE, FILE.replace(b"\r\n", b"\n"), FILE.decode("cp932").encode()])
def test_a_pipe_gives_the_same_receipts(data: bytes) -> None:
    assert whole(Dripping(data)) == whole(data)
    assert whole(Dripping(data)).receipts == whole(FILE).receipts


def test_receipts_are_given_while_the_rest_is_still_unread() -> None:
    """A file of any length is read in memory that does not grow with it."""
    data = file_of([Claim()] * 3000)
    stream = Dripping(data)
    reader = iter(ReceiptReader(stream))
    for _ in range(10):
        next(reader)
    assert stream.given < len(data) / 3


@pytest.mark.parametrize(
    "data", [b"", b"\x1a", b"XX,1\r\n", b"IR", b"RE,1\r\n", "診療".encode("cp932"), b"%PDF-1.7\n"]
)
def test_another_file_is_not_taken_for_receipts(data: bytes) -> None:
    with pytest.raises(ReceiptsUnreadable) as refusal:
        ReceiptReader(data)
    assert refusal.value.line == 1


def test_a_receipt_without_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LONGEST", 2000)
    monkeypatch.setattr(reading, "_START", 100)
    monkeypatch.setattr(reading, "_BLOCK", 100)
    with pytest.raises(ReceiptsUnreadable):
        whole(b"IR,1\r\nRE,1\r\n" + b"CO,,,,\r\n" * 1000)
    with pytest.raises(ReceiptsUnreadable):
        whole(b"IR,1\r\n" + b"x" * 3000)


@given(st.data())
def test_a_built_receipt_says_what_it_was_built_from(data: st.DataObject) -> None:
    claim = data.draw(claims())
    found = receipt(claim)
    assert (found.month, found.birth_on, found.sex) == (claim.month, claim.birth_on, claim.sex)
    assert (found.name, found.kana, found.chart) == (claim.name, claim.kana, claim.chart)
    assert found.treatment_days == tuple(claim.days)
    assert (found.points, found.actual_days) == (claim.points, len(claim.days))
    assert found.insured is not None
    assert found.insured.same_card(
        InsuredNumber.parse(claim.insurer, claim.symbol, claim.card_number, claim.branch)
    )


@given(st.binary(max_size=400))
def test_random_bytes_behind_a_head_are_receipts_or_refused(tail: bytes) -> None:
    """Whatever stands there, nothing but our own refusal comes of it."""
    try:
        file = whole(b"IR,1,13,1\r\n" + tail)
    except ReceiptsUnreadable:
        return
    for each in file.receipts:
        assert each.lines
        _ = (each.insured, each.treated_on, each.units, each.public_payers, each.birth_on, each.visits())


@pytest.mark.parametrize(
    ("lost", "starts"),
    [(["RE,2"], [2, 11, 19]), (["RE,2", "RE,3"], [2, 11, 19]), (["RE,3"], [2, 11, 20])],
    ids=["second", "second and third", "third"],
)
def test_receipts_that_ran_together_are_parted(lost: list[str], starts: list[int]) -> None:
    """The opening of a receipt is lost; the receipts around it stand where they stood."""
    lines = file_of([Claim()] * 3).split(b"\r\n")
    kept = [line for line in lines if not line.decode("cp932").startswith(tuple(lost))]
    found = whole(b"\r\n".join(kept))
    assert [each.line for each in found.receipts] == starts
    assert [each.insured is not None for each in found.receipts] == [True] * 3
    assert [line for each in found.receipts for line in each.lines] == [
        line.decode("cp932") for line in kept[1:-2]
    ]


def test_an_opening_that_lost_its_comma_takes_no_receipt_along() -> None:
    data = file_of([Claim()] * 3).replace(b"RE,2,", b"RE2,")
    first, second, third = whole(data).receipts
    assert (first.lines, third.lines) == tuple(
        each.lines for each in whole(file_of([Claim()] * 3)).receipts[::2]
    )
    assert second.insured is not None


def test_a_receipt_of_many_lines_is_parted_in_one_go() -> None:
    many = "CO,,1,810000001,\r\n" * 50_000
    data = f"IR,1\r\nRE,1\r\nHO,1\r\n{many}HO,2\r\n{many}GO,2,0,99\r\n".encode()
    assert [len(each.lines) for each in whole(data).receipts] == [50_002, 50_001]
