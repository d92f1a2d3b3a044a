"""The bar fits itself into the window; the rail says where something waits."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desk.shell.lamps import LineNews, line_lamps
from app.desk.shell.rail import Rail
from app.desk.shell.rail_button import RailButton
from app.desk.shell.state import RAIL, ShellState
from app.desk.shell.top_bar import TopBar
from app.desk.theme import Theme, apply_theme
from app.eligibility.ports import CentralUnreachable
from tests.people import NOW
from tests.shots import cut_texts

LONG = "医療法人社団見本会　架空総合クリニック　東見本分院"
STATE = ShellState(LONG, waiting=12, member="受付・薬剤師　長谷川")


def _bar(qtbot: QtBot, width: int, now: datetime = NOW) -> TopBar:
    bar = TopBar(lambda: now)
    qtbot.addWidget(bar)
    lamps = (STATE.lamps[0], *line_lamps(LineNews(heard=True, trouble=CentralUnreachable())))
    bar.show_state(replace(STATE, lamps=lamps))
    bar.setFixedWidth(width)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def _words(bar: TopBar) -> str:
    return " ".join(label.text() for label in bar.findChildren(QLabel))


@pytest.fixture
def large_letters(qapp):
    apply_theme(qapp, Theme(200))
    yield
    apply_theme(qapp, Theme())


def test_with_room_the_bar_says_everything(qtbot):
    words = _words(_bar(qtbot, 1280))
    assert "令和8年11月22日（日）10:32" in words
    assert "✕ センター 応答なし" in words


def test_with_large_letters_the_date_gives_way_and_the_broken_link_is_still_named(qtbot, large_letters):
    bar = _bar(qtbot, 1500)
    assert "令和8年" not in _words(bar)
    assert "10:32" in _words(bar)
    assert "✕ センター 応答なし" in _words(bar)
    assert list(cut_texts(bar)) == []


def test_in_a_narrow_bar_the_signs_of_the_lamps_stay(qtbot, large_letters):
    bar = _bar(qtbot, 1280)
    assert "✕ センター" in _words(bar)
    assert "応答なし" not in _words(bar)
    central = next(label for label in bar.findChildren(QLabel) if "センター" in label.text())
    assert "センターにつながりません。" in central.toolTip()
    assert list(cut_texts(bar)) == []


def test_the_whole_date_stays_for_screen_readers(qtbot, large_letters):
    bar = _bar(qtbot, 1280)
    assert any("令和8年11月22日（日）10:32" in label.accessibleName() for label in bar.findChildren(QLabel))


def test_a_long_name_of_the_institution_never_widens_the_window(qtbot):
    assert _bar(qtbot, 1280).minimumSizeHint().width() == 0


def test_after_midnight_in_japan_the_bar_says_the_new_day(qtbot):
    bar = _bar(qtbot, 1280, datetime(2026, 11, 22, 15, 5, tzinfo=UTC))
    assert "令和8年11月23日（月）00:05" in _words(bar)


def _rail(qtbot: QtBot) -> tuple[Rail, list[RailButton]]:
    rail = Rail(RAIL)
    qtbot.addWidget(rail)
    with qtbot.waitExposed(rail):
        rail.show()
    return rail, rail.findChildren(RailButton)


def test_a_count_stands_on_the_entry_where_something_waits_and_goes_with_it(qtbot):
    rail, (reception, patients, *_) = _rail(qtbot)
    rail.show_count("reception", 3, "要対応 3件")
    assert [label.text() for label in reception.findChildren(QLabel) if label.isVisible()] == [
        "3",
        "受付",
        "F2",
    ]
    assert reception.accessibleDescription() == "要対応 3件"
    assert [label.text() for label in patients.findChildren(QLabel) if label.isVisible()] == ["患者", "F3"]
    rail.show_count("reception", 0, "要対応 0件")
    assert [label.text() for label in reception.findChildren(QLabel) if label.isVisible()] == ["受付", "F2"]
    assert reception.accessibleDescription() == ""


def test_an_entry_is_chosen_by_a_click_on_any_of_its_words(qtbot):
    rail, (_, patients, *_) = _rail(qtbot)
    key = next(label for label in patients.findChildren(QLabel) if label.text() == "F3")
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(patients, Qt.MouseButton.LeftButton, pos=key.geometry().center())
    assert chosen.args == ["patients"]


def test_an_entry_says_its_name_and_key_to_screen_readers(qtbot):
    _, buttons = _rail(qtbot)
    names = [button.accessibleName() for button in buttons]
    assert names[:3] == ["受付 F2", "患者 F3", "一括確認 F4"]
    assert names[-1] == "設定 F8"
