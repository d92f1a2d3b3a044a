"""Receipts practised from the first key to their notices, without a file or a service of one's own (R13, R14)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QProgressBar
from pytestqt.qtbot import QtBot

from app.central.practice.last_month import STILL_TO_HAND_IN
from app.desk.claims.screen import ClaimsScreen
from tests.desk.found import one
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]
_LONG_MS = 40_000
_TO_NAME = ("Tab",) * 4


def test_who_practises_sends_the_towns_receipts_and_gets_their_notices(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R12: one receipt is typed over on the way, and taken back."""
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    with desk_window(qtbot, tmp_path / "ignored", practice=True) as desk:
        desk.tray()
        desk.press("F7")
        desk.sees("未対応")
        desk.until(lambda: _open_notices(desk) > 0)
        before = _open_notices(desk)
        desk.press("F6")
        desk.sees("練習用のレセプトを使う")
        desk.press("Ctrl+E")
        desk.sees(f"レセプト {STILL_TO_HAND_IN}", "振替", within_ms=_LONG_MS)
        desk.until(lambda: _stands(desk), within_ms=_LONG_MS)
        desk.press("Ctrl+E", *_TO_NAME)
        desk.type("架空花子")
        desk.press("Return")
        desk.sees("氏名（手入力）", "→ 架空花子")
        desk.press("Ctrl+Return")
        desk.sees("修正 1")
        desk.press("Ctrl+Z")
        desk.until(lambda: "修正 1" not in desk.screen())
        desk.press("Ctrl+J")
        desk.sees("審査が終わりました", within_ms=_LONG_MS)
        assert "予測と違う結果" not in desk.screen()
        desk.press("F7")
        desk.until(lambda: _open_notices(desk) > before, within_ms=_LONG_MS)
        print("longest gaps:", desk.pulse)


def _stands(desk: DeskWindow) -> bool:
    """Every card was asked about, and every prediction stands."""
    bars = one(desk.window, ClaimsScreen).findChildren(QProgressBar)
    with desk.pulse.not_counted():
        return not any(bar.isVisible() for bar in bars) and "未確認 " not in desk.screen()


def _open_notices(desk: DeskWindow) -> int:
    """As the inbox counts them: 未対応 42."""
    with desk.pulse.not_counted():
        counted = next(line for line in desk.screen().splitlines() if line.startswith("未対応 "))
    return int(counted.split()[1])
