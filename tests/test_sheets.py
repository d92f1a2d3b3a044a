"""Files that a spreadsheet opens: nothing in them is reckoned, and nothing is lost on the way back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets import read_from_sheets, written_for_sheets

CELLS = st.text(st.sampled_from("'=+-@\t\r a見\","), max_size=6)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-7", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula_to_the_sheet(cell: str) -> None:
    assert _rows(written_for_sheets([("見本", cell)])) == [["見本", f"'{cell}"]]


def test_a_sheet_knows_the_letters_by_the_mark() -> None:
    assert written_for_sheets([("見本", 1)]) == b"\xef\xbb\xbf" + "見本,1\r\n".encode()


@given(st.lists(CELLS, min_size=2, max_size=4))
def test_what_was_written_for_sheets_is_read_as_it_was(cells: list[str]) -> None:
    (row,) = _rows(written_for_sheets([cells]))
    assert [read_from_sheets(cell) for cell in row] == cells
