"""Receipts practised from the first key to a settled month, without a file or a service of one's own (R13, R14)."""

from functools import partial
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


def test_who_practises_sends_the_towns_receipts_and_settles_their_month(
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
        _work_all_to_done(desk)
        desk.press("F6", "Escape")
        desk.sees("✓ 完了", within_ms=_LONG_MS)
        print("longest gaps:", desk.pulse)


def _work_all_to_done(desk: DeskWindow) -> None:
    """The next step of each by its one key: what came back goes in hand first."""
    for key, words in (("Ctrl+1", "未対応"), ("Ctrl+2", "対応中")):
        desk.press(key)
        with desk.pulse.not_counted():
            left = _counted(desk, words)
        for rest in range(left - 1, -1, -1):
            desk.press("Ctrl+Return")
            desk.until(partial(_is_counted, desk, words, rest))


def _stands(desk: DeskWindow) -> bool:
    """Every card was asked about, and every prediction stands."""
    bars = one(desk.window, ClaimsScreen).findChildren(QProgressBar)
    with desk.pulse.not_counted():
        return not any(bar.isVisible() for bar in bars) and "未確認 " not in desk.screen()


def _open_notices(desk: DeskWindow) -> int:
    with desk.pulse.not_counted():
        return _counted(desk, "未対応")


def _is_counted(desk: DeskWindow, words: str, number: int) -> bool:
    with desk.pulse.not_counted():
        return _counted(desk, words) == number


def _counted(desk: DeskWindow, words: str) -> int:
    """As the inbox counts them: 未対応 42."""
    counted = next(line for line in desk.screen().splitlines() if line.startswith(f"{words} "))
    return int(counted.split()[1])
