"""The manager's list in the real window: what was opened a moment ago stands in it (R15)."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.central.practice.cards import PIN
from tests.journeys.window import desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(90)]

STARTING_MS = 60_000


def test_who_opened_and_copied_a_history_is_found_by_keys_alone(qtbot: QtBot, tmp_path: Path) -> None:
    """R15. Practice: who practises is manager, doctor and receptionist in one."""
    with desk_window(qtbot, tmp_path / "ignored", practice=True) as desk:
        desk.tray()
        desk.sees("カードを置いてください", within_ms=STARTING_MS)
        desk.tray().lay("valid-employee")
        desk.sees("カードを読み取りました")
        desk.press("Ctrl+Shift+D", "Ctrl+3")
        desk.type(PIN)
        desk.press("Return")
        desk.sees("有効")
        desk.press("Ctrl+N")
        desk.sees("000001")
        desk.press("F5")
        desk.sees("同意あり", "くすりの時系列")
        desk.press("Ctrl+Shift+C", "F8")
        desk.until(lambda: desk.focused == "設定の種類")
        desk.press("Down", "Down", "Down")
        desk.sees(
            "このPCで 2件", "薬剤情報　開いた", "薬剤情報　コピーした", "患者番号 000001", "同意：暗証番号"
        )
        desk.press("Ctrl+F")
        desk.type("K-0412")
        desk.sees("この条件の記録はありません")
