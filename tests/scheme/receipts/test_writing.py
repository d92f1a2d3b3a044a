"""Receipts written again: the same bytes, or no bytes and a letter named."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import Encoding, FileForm, LetterOutside, outside
from app.scheme.receipts.reading import ReceiptsUnreadable
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.writing import ReceiptWriter, rewrite, written
from tests.scheme.receipts.builders import EXAMPLE, Claim, file_of, files, whole

FILE = EXAMPLE.replace("\n", "\r\n").encode("cp932") + b"\x1a"


def rewritten(data: bytes) -> bytes:
    target = BytesIO()
    rewrite(data, target)
    return target.getvalue()


@given(files())
def test_a_valid_file_written_again_is_the_same_byte_for_byte(made: tuple[list[Claim], FileForm]) -> None:
    data = file_of(*made)
    assert rewritten(data) == data


@pytest.mark.parametrize(
    "data",
    [
        FILE,
        FILE.decode("cp932").encode(),
        b"\xef\xbb\xbf" + FILE.decode("cp932").encode(),
        FILE.replace(b"SJ", b"ZZ").replace(b"GO,", b"ZZ,unknown\r\nGO,"),
        FILE.replace(b"\r\nSY", b"\r\n\r\nSY"),
        FILE.replace(b"GO,1,497,99", b"GO,1,497,99\r\nXX"),
        FILE[: FILE.index(b"GO")],
        b"IR,1\r\nGO,0,0,99\r\n",
        b"IR,1",
    ],
)
def test_what_is_not_understood_is_kept_as_it_is(data: bytes) -> None:
    assert rewritten(data) == data


def test_a_stray_line_end_is_the_one_thing_that_is_put_right() -> None:
    assert rewritten(FILE.replace(b"02,,\r\n", b"02,,\n")) == FILE


@pytest.mark.parametrize("letter", [*"髙﨑①㈱Ⅲ〝℡濵德♥é", "\t", '"', "😀"])
@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_letter_outside_the_character_set_stops_the_export(letter: str, encoding: Encoding) -> None:
    """Never a question mark: the letter is named with line, record and item, and nothing is written of the record."""
    form = FileForm(encoding)
    text = EXAMPLE.replace("架空　花", f"架{letter}　花")
    file = whole(text.replace("\n", "\r\n").encode())
    target = BytesIO()
    writer = ReceiptWriter(target, file.kind, form)
    writer.lines(file.head)
    before = target.getvalue()
    with pytest.raises(LetterOutside) as stopped:
        writer.receipt(file.receipts[0])
    found = stopped.value
    assert (found.letter, found.line, found.record, found.field) == (letter, 2, "RE", "氏名")
    assert "架" not in str(found), "only the letter is told, never what it stands in"
    assert target.getvalue() == before


@pytest.mark.parametrize("letter", "架〜～－−‖∥￠¢¬ｶ凜熙堯槇遙瑤ー仝〆●＼")
def test_every_letter_of_jis_x_0208_comes_back_as_it_was_written(letter: str) -> None:
    assert outside(letter) is None
    data = written(ReceiptKind.MEDICAL, FileForm(), [f"CO,{letter}"])
    assert b"?" not in data
    assert rewritten(b"IR,1\r\n" + data) == b"IR,1\r\n" + data


def test_all_of_jis_x_0208_survives() -> None:
    """Every place of the standard that has a letter, and no other."""
    letters = []
    for row, cell in ((row, cell) for row in range(1, 95) for cell in range(1, 95)):
        lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
        trail = cell + (0x9E if row % 2 == 0 else 0x3F if cell < 64 else 0x40)
        try:
            bytes((lead, trail)).decode("shift_jis")
        except UnicodeDecodeError:
            continue
        letters.append(bytes((lead, trail)))
    assert len(letters) == 6879
    data = b"IR,1\r\nCO," + b"".join(letters) + b"\r\n"
    assert rewritten(data) == data


def test_a_line_cannot_smuggle_in_another() -> None:
    with pytest.raises(LetterOutside):
        written(ReceiptKind.MEDICAL, FileForm(), ["CO,1\r\nGO,1"])


def test_an_item_cannot_smuggle_in_another() -> None:
    with pytest.raises(LetterOutside) as stopped:
        Receipt.of(ReceiptKind.MEDICAL, [("RE", "1"), ("HO", "06139992", "7,01")], line=2)
    assert (stopped.value.line, stopped.value.record, stopped.value.field) == (3, "HO", "3番目")


def test_a_form_is_kept_from_file_to_file() -> None:
    for one, other in pairwise(
        [FILE, FILE[:-1], FILE.replace(b"\r\n", b"\n"), FILE[:-3], FILE.decode("cp932").encode()]
    ):
        assert whole(one).form != whole(other).form
        assert rewritten(one) == one and rewritten(other) == other


@settings(max_examples=300)
@given(st.binary(max_size=300), st.sampled_from([b"IR,1\r\nRE,1\r\n", b"UK,1\nIR,1\nRE,1\n", b"YK,1\r\nRE,"]))
def test_random_bytes_are_written_again_or_refused(tail: bytes, head: bytes) -> None:
    data = head + tail
    try:
        again = rewritten(data)
    except (LetterOutside, ReceiptsUnreadable):
        return
    file = whole(again)
    assert [each.lines for each in file.receipts] == [each.lines for each in whole(data).receipts]
    assert rewritten(again) == again
