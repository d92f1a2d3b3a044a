"""A month of the town's clinic at a real window: dropped, predicted, fixed, sent, reviewed (R11–R14)."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QProgressBar
from pytestqt.qtbot import QtBot

from app.adapters.ledger.ledger import open_ledger
from app.assembly.homes import keeper_of
from app.central.practice.receipts import Visits, visits_of_a_month, write_receipts
from app.central.registry.entries import InstitutionEntry
from app.claims.month import MonthFile
from app.claims.ports import ReceiptRow, View
from app.claims.precheck import Prediction
from app.desk.claims.screen import ClaimsScreen
from app.desk.shell.rail import Rail
from app.scheme.days import business_day, utc_now
from app.scheme.receipts.routing import ReviewOutcome
from app.settings import Settings
from tests.desk.found import one
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import CLINIC_NAME, Clinic, connected
from tests.journeys.visiting import sign_in
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]
_LONG_MS = 40_000
_FEW = 60
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
        desk.until(lambda: _compared(desk) and _all_confirmed(desk), within_ms=_LONG_MS)
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


def test_a_change_registered_after_the_prediction_is_told_and_worked_to_done(
    qtbot: QtBot, clinic: Clinic, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13: the review asks the register as it stands then; R14: what came otherwise than predicted is a notice."""
    file = tmp_path / "RECEIPTC.UKE"
    visits = _write(file, register, clinic, _FEW)
    place, visit = _somebody_quiet(register, visits)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    with desk_window(qtbot, clinic.home) as desk:
        sign_in(desk)
        desk.press("F6")
        desk.sees("今月のレセプトのファイルを、この画面に置いてください")
        _drop(desk, file)
        desk.sees(f"レセプト {_FEW}", "振替", "返戻", within_ms=_LONG_MS)
        desk.until(lambda: _compared(desk) and _all_confirmed(desk), within_ms=_LONG_MS)
        with desk.pulse.not_counted():
            _lose(register, visit, tmp_path)
        desk.press("Ctrl+J")
        desk.sees("審査が終わりました", "予測と違う結果 1", within_ms=_LONG_MS)
        desk.until(lambda: "未対応" in _said_at_the_rail(desk))
        desk.press("Ctrl+5", "Down", "Ctrl+F")
        desk.type(f"{place:06}")
        desk.press("Return")
        desk.sees("予測のあとに、保険者の登録が変わったものと思われます")
        desk.press("F7")
        _to_notice(desk, place)
        desk.press("Ctrl+Return")
        desk.sees("対応中 1")
        desk.press("Ctrl+2")
        desk.sees(f"レセプト {place}番")
        desk.press("Ctrl+Return")
        desk.sees("対応中 0", "完了 1")
        desk.press("Ctrl+3")
        desk.sees(f"レセプト {place}番")
    _, rows = _kept(clinic)
    assert [row.place for row in rows if not _came_true(row)] == [place]
    changed = rows[place - 1]
    assert changed.prediction is Prediction.FORWARDED
    assert changed.outcome in (ReviewOutcome.RETURNED, ReviewOutcome.KOKUHO)


def _came_true(row: ReceiptRow) -> bool:
    return (
        row.prediction is not None and row.outcome is not None and row.prediction.value == row.outcome.value
    )


def _somebody_quiet(register: Register, visits: list[Visits]) -> tuple[int, Visits]:
    """Covered as stated until further notice, once in the file, and in no story that another journey tells."""
    people = Counter(id(each.person) for each in visits)
    for place, visit in enumerate(visits, start=1):
        cover, stated = visit.person.covers[-1].cover, visit.stated
        if (
            len(visit.person.covers) == people[id(visit.person)] == 1
            and cover.lost_on is None
            and cover.insured == stated
            and not (visit.public_expense or visit.amount_paid)
            and visit.person not in register.town.named
        ):
            return place, visit
    raise AssertionError("everybody has a story")


def _lose(register: Register, visit: Visits, folder: Path) -> None:
    """Their insurer tells that the cover had ended when they came."""
    file, stated = folder / "told.csv", visit.stated
    card = (stated.insurer.digits, stated.symbol, stated.number, stated.branch or "")
    file.write_text(
        "action,insurer_number,symbol,number,branch,lost_on,loss_reason\n"
        f"lose,{','.join(card)},{visit.days[0]},03\n"
    )
    told = register.command("insurer", "register", str(file), "--json")
    assert "refused" not in told and "set_aside" not in told


def _said_at_the_rail(desk: DeskWindow) -> str:
    """How many notices wait, as a screen reader hears it."""
    buttons = one(desk.window, Rail).findChildren(QAbstractButton)
    return next(each.accessibleDescription() for each in buttons if "通知" in each.accessibleName())


def _to_notice(desk: DeskWindow, place: int) -> None:
    """Down the inbox until it is about this receipt."""
    for _ in range(_FEW):
        with desk.pulse.not_counted():
            if f"レセプト {place}番" in desk.screen():
                return
        desk.press("Down")
    raise AssertionError("no notice about it")


def _write(file: Path, register: Register, clinic: Clinic, count: int) -> list[Visits]:
    """Of the month before: its visits are over."""
    today = business_day(utc_now())
    month = today.replace(year=today.year - (today.month == 1), month=(today.month - 2) % 12 + 1, day=1)
    institution = InstitutionEntry(clinic.code, CLINIC_NAME)
    visits = list(visits_of_a_month(list(register.town.people()), month, count))
    with file.open("wb") as target:
        write_receipts(target, visits, institution, month)
    return visits


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


def _all_confirmed(desk: DeskWindow) -> bool:
    """The bar is gone also for a moment before the cards are asked about."""
    with desk.pulse.not_counted():
        return "未確認 " not in desk.screen()


def _kept(clinic: Clinic) -> tuple[MonthFile, tuple[ReceiptRow, ...]]:
    settings = Settings(clinic.home)
    ledger = open_ledger(settings.home, keeper_of(settings))
    try:
        month = ledger.claims.months()[0]
        return month, ledger.claims.rows(month.id, View(), 0, 10_000)
    finally:
        ledger.close()
