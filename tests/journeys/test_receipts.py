"""A month of the town's clinic at a real window: dropped, predicted, fixed, sent, reviewed (R11–R14)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QProgressBar
from pytestqt.qtbot import QtBot

from app.adapters.ledger.ledger import open_ledger
from app.assembly.homes import keeper_of
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.registry.entries import InstitutionEntry
from app.claims.month import MonthFile
from app.claims.ports import ReceiptRow, View
from app.desk.claims.screen import ClaimsScreen
from app.scheme.days import business_day, utc_now
from app.settings import Settings
from tests.desk.found import one
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import CLINIC_NAME, Clinic, connected
from tests.journeys.visiting import sign_in
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]
_LONG_MS = 40_000
_TO_DIFFERING = ("Down",) * 6


@pytest.fixture
def clinic(tmp_path: Path, register: Register, service: CentralService) -> Clinic:
    return connected(tmp_path / "home", register, service.url)


def test_a_month_is_predicted_fixed_sent_and_reviewed_as_predicted(
    qtbot: QtBot,
    clinic: Clinic,
    register: Register,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: Callable[[int, int], int],
) -> None:
    """R13: every prediction equals its outcome; R12: a branch is put right in the copy, never in the file."""
    file, count = tmp_path / "RECEIPTC.UKE", size(120, 600)
    _write(file, register, clinic, count)
    original, out = file.read_bytes(), tmp_path / "out.csv"
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with desk_window(qtbot, clinic.home) as desk:
        sign_in(desk)
        desk.press("F6")
        desk.sees("今月のレセプトのファイルを、この画面に置いてください")
        _drop(desk, file)
        desk.sees(f"レセプト {count}", "振替", "分割", "返戻", within_ms=_LONG_MS)
        desk.until(lambda: _compared(desk), within_ms=_LONG_MS)
        desk.press("Ctrl+5", *_TO_DIFFERING)
        desk.sees("枝番", "違いを直す（下見）")
        desk.press("Ctrl+Return")
        desk.sees("写しに書き込む", "＋ SN,1,01")
        desk.press("Ctrl+Return")
        desk.sees("修正 1")
        desk.press("Ctrl+S")
        desk.sees("保存しました")
        desk.press("Ctrl+J")
        desk.sees("審査が終わりました", within_ms=_LONG_MS)
        print("longest gaps:", desk.pulse)
    assert file.read_bytes() == original
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    month, rows = _kept(clinic)
    assert (month.receipts, len(rows), sum(row.fixed for row in rows)) == (count, count, 1)
    assert {row.prediction.value for row in rows if row.prediction} >= {"forwarded", "reassigned", "split"}
    assert [row.place for row in rows if not _came_true(row)] == []


def _came_true(row: ReceiptRow) -> bool:
    return (
        row.prediction is not None and row.outcome is not None and row.prediction.value == row.outcome.value
    )


def _write(file: Path, register: Register, clinic: Clinic, count: int) -> None:
    """Of the month before: its visits are over."""
    today = business_day(utc_now())
    month = today.replace(year=today.year - (today.month == 1), month=(today.month - 2) % 12 + 1, day=1)
    institution = InstitutionEntry(clinic.code, CLINIC_NAME)
    with file.open("wb") as target:
        write_receipts(
            target, visits_of_a_month(list(register.town.people()), month, count), institution, month
        )


def _drop(desk: DeskWindow, file: Path) -> None:
    """As a file manager does it, in the middle of the screen."""
    screen = one(desk.window, ClaimsScreen)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    desk.pulse.doing = "drop"
    QApplication.sendEvent(screen, QDragEnterEvent(QPoint(99, 99), *how))
    QApplication.sendEvent(screen, QDropEvent(QPoint(99, 99), *how))


def _compared(desk: DeskWindow) -> bool:
    """The bar goes once every prediction stands."""
    bars = one(desk.window, ClaimsScreen).findChildren(QProgressBar)
    return not any(bar.isVisible() for bar in bars)


def _kept(clinic: Clinic) -> tuple[MonthFile, tuple[ReceiptRow, ...]]:
    settings = Settings(clinic.home)
    ledger = open_ledger(settings.home, keeper_of(settings))
    try:
        month = ledger.claims.months()[0]
        return month, ledger.claims.rows(month.id, View(), 0, 10_000)
    finally:
        ledger.close()
