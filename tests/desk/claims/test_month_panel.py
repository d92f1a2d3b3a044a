"""The list of a month, whose rows come after the cursor."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from app.claims.ports import Sort
from app.desk.claims.month.panel import MonthPanel
from app.desk.claims.month.state import Part, Rows
from app.scheme.receipts.complaints import Weight
from tests.desk.claims.states import PAGE, REVIEWED, ROWS, SUMMARY, page
from tests.desk.found import one
from tests.desk.in_front import in_front

_ACROSS = Qt.Orientation.Horizontal
CTRL = Qt.KeyboardModifier.ControlModifier
ALL = tuple(replace(ROWS[0], place=place, number=str(place)) for place in range(1, 251))
FIRST = Rows(1, 250, 0, ALL[:100])


@pytest.fixture
def panel(qtbot: QtBot) -> MonthPanel:
    shown = in_front(qtbot, MonthPanel())
    shown.show_state(page(rows=FIRST, chosen=replace(PAGE, row=ALL[0])))
    return shown


def test_the_end_of_a_long_list_is_one_key_away(qtbot: QtBot, panel: MonthPanel) -> None:
    """The cursor waits there for its row, and what else is shown meanwhile does not call it back."""
    told: list[int] = []
    panel.row_chosen.connect(told.append)
    table = _receipts(panel)
    qtbot.keyClick(table, Qt.Key.Key_End, CTRL)
    panel.show_state(page(rows=FIRST, chosen=replace(PAGE, row=ALL[0]), busy=True))
    assert (table.currentIndex().row(), told) == (249, [])
    panel.show_state(page(rows=Rows(1, 250, 200, ALL[200:]), chosen=replace(PAGE, row=ALL[0])))
    assert (table.currentIndex().row(), told) == (249, [250])


def test_another_list_is_not_waited_for_where_the_cursor_was(qtbot: QtBot, panel: MonthPanel) -> None:
    told: list[int] = []
    panel.row_chosen.connect(told.append)
    qtbot.keyClick(_receipts(panel), Qt.Key.Key_End, CTRL)
    panel.show_state(page(rows=Rows(2, 3, 0, ALL[:3]), chosen=replace(PAGE, row=ALL[1])))
    assert (_receipts(panel).currentIndex().row(), told) == (1, [])


def test_after_the_review_points_stand_in_the_list_that_they_order(panel: MonthPanel) -> None:
    """Also where letters leave no room for them otherwise."""
    points = next(
        place for place in range(7) if _receipts(panel).model().headerData(place, _ACROSS) == "点数"
    )
    panel.setFixedWidth(700)
    panel.show_state(page(month=REVIEWED, rows=FIRST))
    assert _receipts(panel).isColumnHidden(points)
    ordered = page(month=REVIEWED, rows=FIRST)
    panel.show_state(replace(ordered, view=replace(ordered.view, sort=Sort.POINTS)))
    assert not _receipts(panel).isColumnHidden(points)


def test_a_settled_month_that_is_open_again_says_where_its_list_is(panel: MonthPanel) -> None:
    panel.show_state(
        page(month=REVIEWED, rows=Rows(2, 0, 0, ()), chosen=None, summary=replace(SUMMARY, payers=()))
    )
    words = [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    assert "作業用の写しは、完了のときに消しました。" in words


def test_a_list_that_does_not_hold_all_complaints_says_how_many_there_are_and_where(
    panel: MonthPanel,
) -> None:
    def more() -> list[str]:
        words = (each.text() for each in panel.findChildren(QLabel) if each.isVisible())
        return [each for each in words if each.startswith("指摘は全部で")]

    many = replace(SUMMARY, complaints={Weight.RECEIPT: 1200, Weight.WARNING: 34})
    panel.show_state(page(part=Part.COMPLAINTS, summary=many))
    (told,) = more()
    assert "1,234 件" in told and "2 件" in told and "記録の誤り" in told
    panel.show_state(page(part=Part.COMPLAINTS))
    assert more() == []
    panel.show_state(page(summary=many))
    assert more() == []


@pytest.mark.parametrize(("width", "words"), [(400, "氏名・カナ・番号"), (90, "検索"), (28, "")])
def test_words_in_the_search_field_are_never_cut(panel: MonthPanel, width: int, words: str) -> None:
    field = one(panel, QLineEdit)
    field.setMinimumWidth(0)
    field.resize(width, field.height())
    assert field.placeholderText() == words


def _receipts(panel: MonthPanel) -> QTableView:
    return next(each for each in panel.findChildren(QTableView) if each.accessibleName() == "レセプト")
