"""Health information in the real window: agreed with the PIN, read, answered, withdrawn; the town's service answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.central.practice.cards import PIN
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(90)]

CASE = "valid-employee"
STARTING_MS = 60_000


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    """Practice: who practises is pharmacist too."""
    with desk_window(qtbot, tmp_path / "ignored", practice=True) as desk:
        desk.tray()
        desk.sees("カードを置いてください", within_ms=STARTING_MS)
        yield desk


def agree_by_pin(desk: DeskWindow, *kinds: str) -> None:
    """kinds: the keys of what the patient lets the clinic see."""
    desk.tray().lay(CASE)
    desk.sees("カードを読み取りました")
    desk.press(*kinds)
    desk.press("Ctrl+3")
    desk.type(PIN)
    desk.press("Return")
    desk.sees("有効", "カードをお返しください")


def test_the_pin_opens_what_was_agreed_before_it_and_a_withdrawal_closes_all(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R15, R16."""
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    agree_by_pin(desk)
    desk.press("F5")
    desk.sees("同意なし", "まだ同意がありません")
    desk.press("F2")
    desk.tray().take_off()
    desk.sees("カードを置いてください")
    agree_by_pin(desk, "Ctrl+Shift+D", "Ctrl+Shift+K")
    desk.press("F5")
    history = desk.sees("同意あり", "残り 23時間59分", "くすりの時系列", "重複", "以降の分がそろっています")
    assert "薬局" in history
    desk.press("Ctrl+2")
    desk.sees("に保険者が登録した健診です")
    desk.press("Ctrl+1", "Ctrl+5")
    desk.sees("重複は見つかっていません")
    desk.press("Ctrl+Shift+W")
    closed = desk.sees("同意なし", "まだ同意がありません", "同意を取り消したので、閉じました。")
    assert "くすりの時系列" not in closed
    desk.press("F2", "F5")
    desk.sees("同意なし", "まだ同意がありません")
