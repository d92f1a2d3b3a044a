"""Health information without a card in hand, in the real window: the patient is chosen; the town's service answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.central.practice.cards import PIN
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(90)]

CASE, LAPSED_CASE = "valid-employee", "lapsed"
STARTING_MS = 60_000


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    """Practice: who practises is doctor and receptionist in one."""
    with desk_window(qtbot, tmp_path / "ignored", practice=True) as desk:
        desk.tray()
        desk.sees("カードを置いてください", within_ms=STARTING_MS)
        yield desk


def test_a_patient_of_the_list_opens_and_who_stands_at_the_reception_does_not(desk: DeskWindow) -> None:
    """R15: F5 right after the last letter means the one who was typed."""
    desk.tray().lay(CASE)
    desk.sees("カードを読み取りました")
    desk.press("Ctrl+Shift+D", "Ctrl+3")
    desk.type(PIN)
    desk.press("Return")
    desk.sees("有効", "カードをお返しください")
    desk.press("Ctrl+N")
    desk.sees("000001")
    desk.tray().take_off()
    desk.sees("カードを置いてください")
    desk.tray().lay(LAPSED_CASE)
    desk.sees("カードを読み取りました")
    desk.press("Ctrl+1")
    desk.sees("喪失")
    desk.press("F5")
    desk.sees("同意なし", "まだ同意がありません")
    desk.press("F3")
    desk.until(lambda: desk.focused == "患者を探す")
    desk.type("000001")
    desk.press("F5")
    desk.sees("同意あり", "くすりの時系列", "重複")
