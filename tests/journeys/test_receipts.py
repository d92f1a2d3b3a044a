"""A month of the town's clinic at a real window: dropped, predicted, fixed, sent, reviewed, settled (R11–R14)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QProgressBar
from pytestqt.qtbot import QtBot

from app.adapters.central_client.notice_line import CentralNoticeLine
from app.adapters.ledger.ledger import open_ledger
from app.assembly.homes import keeper_of
from app.central.practice.receipts import Visits, visits_of_a_month, write_receipts
from app.central.registry.entries import InstitutionEntry
from app.claims.month import MonthFile
from app.claims.ports import ReceiptRow, View
from app.claims.precheck import Prediction
from app.desk.claims.screen import ClaimsScreen
from app.desk.shell.rail import Rail
from app.notices.notice import Notice, NoticeKind, NoticeState
from app.scheme.receipts.routing import ReviewOutcome
from app.settings import Settings
from tests.desk.found import one
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import CLINIC_NAME, Clinic, connected
from tests.journeys.inbox import finish, last_month, work_off
from tests.journeys.visiting import sign_in
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]
_LONG_MS = 40_000
_TO_DIFFERING = ("Down",) * 6


@pytest.fixture
def clinic(tmp_path: Path, register: Register, service: CentralService) -> Clinic:
    return connected(tmp_path / "home", register, service.url)


def test_a_month_is_predicted_fixed_sent_reviewed_and_worked_to_done(
    qtbot: QtBot,
    clinic: Clinic,
    register: Register,
    service: CentralService,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: Callable[[int, int], int],
) -> None:
    """R12: a branch is put right in the copy, never in the file. R13: every prediction equals its outcome, except
    where the register changed in between, which is said. R14: whatever did not go on as it came is a notice, and every
    notice is worked to done by keys."""
    file, out, count = tmp_path / "RECEIPTC.UKE", tmp_path / "out.csv", size(120, 600)
    visits = _write(file, register, clinic, count)
    quiet = _somebody_quiet(register, visits)
    original = file.read_bytes()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with desk_window(qtbot, clinic.home) as desk, clinic.other_desk(service.url) as way:
        sign_in(desk)
        desk.press("F6")
        desk.sees("今月のレセプトのファイルを、この画面に置いてください")
        desk.drop(one(desk.window, ClaimsScreen), file)
        desk.sees(f"レセプト {count}", "振替", "分割", "返戻", within_ms=_LONG_MS)
        desk.until(lambda: _compared(desk) and _all_confirmed(desk), within_ms=_LONG_MS)
        _fix_a_branch(desk)
        with desk.pulse.not_counted():
            _lose(register, quiet.values(), tmp_path)
        desk.press("Ctrl+J")
        desk.sees("審査が終わりました", f"予測と違う結果 {len(quiet)}", within_ms=_LONG_MS)
        desk.press("Ctrl+5", "End")
        desk.sees("予測外", *(f"{place}　{visits[place - 1].person.details.name}" for place in quiet))
        desk.press("Ctrl+F")
        desk.type(f"{min(quiet):06}")
        desk.press("Return")
        desk.sees("予測のあとに、保険者の登録が変わったものと思われます")
        told = _worked_to_done(desk, CentralNoticeLine(way))
        print("longest gaps:", desk.pulse)
    assert file.read_bytes() == original
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    month, rows = _kept(clinic)
    assert (month.receipts, len(rows), sum(row.fixed for row in rows)) == (count, count, 1)
    assert {row.prediction.value for row in rows if row.prediction} >= {"forwarded", "reassigned", "split"}
    assert [row.place for row in rows if not _came_true(row)] == sorted(quiet)
    for changed in (rows[place - 1] for place in quiet):
        assert changed.prediction is Prediction.FORWARDED
        assert changed.outcome in (ReviewOutcome.RETURNED, ReviewOutcome.KOKUHO)
    not_as_it_came = {row.place for row in rows if row.outcome is not ReviewOutcome.FORWARDED}
    assert {each.receipt for each in told if each.kind is not NoticeKind.LAPSED} == not_as_it_came


def _fix_a_branch(desk: DeskWindow) -> None:
    """The first whose branch differs: looked at, then written into the copy; the list is saved for who wants it."""
    desk.press("Ctrl+5", *_TO_DIFFERING)
    desk.sees("枝番", "違いを直す（下見）")
    desk.press("Ctrl+Return")
    desk.sees("写しに書き込む", "＋ SN,1,01")
    desk.press("Ctrl+Return")
    desk.sees("修正 1")
    desk.press("Ctrl+S")
    desk.sees("保存しました")


def _worked_to_done(desk: DeskWindow, inbox: CentralNoticeLine) -> list[Notice]:
    """Every notice of the month; the rail says how many wait, and at the end that none does."""
    with desk.pulse.not_counted():
        told = list(inbox.notices(last_month()))
    desk.until(lambda: f"{len(told)}" in _said_at_the_rail(desk))
    desk.press("F7")
    desk.sees(f"未対応 {len(told)}")
    work_off(desk, len(told))
    desk.press("Ctrl+2")
    finish(desk, inbox)
    desk.press("Ctrl+3")
    desk.sees("未対応 0", "対応中 0", f"完了 {len(told)}")
    with desk.pulse.not_counted():
        done = list(inbox.notices(last_month()))
    assert {each.handling.state for each in done} == {NoticeState.DONE}
    assert "未対応" not in _said_at_the_rail(desk)
    return done


def _came_true(row: ReceiptRow) -> bool:
    return (
        row.prediction is not None and row.outcome is not None and row.prediction.value == row.outcome.value
    )


def _somebody_quiet(register: Register, visits: list[Visits]) -> dict[int, Visits]:
    """By place in the file, all of one person's: covered as stated until further notice, and in no story that another
    journey tells."""
    of_person: defaultdict[int, dict[int, Visits]] = defaultdict(dict)
    for place, visit in enumerate(visits, start=1):
        of_person[id(visit.person)][place] = visit
    for found in of_person.values():
        if all(_is_quiet(register, each) for each in found.values()):
            return found
    raise AssertionError("everybody has a story")


def _is_quiet(register: Register, visit: Visits) -> bool:
    cover = visit.person.covers[-1].cover
    return (
        len(visit.person.covers) == 1
        and cover.lost_on is None
        and cover.insured == visit.stated
        and not (visit.public_expense or visit.amount_paid)
        and visit.person not in register.town.named
    )


def _lose(register: Register, visits: Collection[Visits], folder: Path) -> None:
    """Their insurer tells that the cover had ended when they came first."""
    file, stated = folder / "told.csv", next(iter(visits)).stated
    lost_on = min(each.days[0] for each in visits)
    card = (stated.insurer.digits, stated.symbol, stated.number, stated.branch or "")
    file.write_text(
        "action,insurer_number,symbol,number,branch,lost_on,loss_reason\n"
        f"lose,{','.join(card)},{lost_on},03\n"
    )
    told = register.command("insurer", "register", str(file), "--json")
    assert "refused" not in told and "set_aside" not in told


def _said_at_the_rail(desk: DeskWindow) -> str:
    """How many notices wait, as a screen reader hears it."""
    buttons = one(desk.window, Rail).findChildren(QAbstractButton)
    return next(each.accessibleDescription() for each in buttons if "通知" in each.accessibleName())


def _write(file: Path, register: Register, clinic: Clinic, count: int) -> list[Visits]:
    month = last_month()
    institution = InstitutionEntry(clinic.code, CLINIC_NAME)
    visits = list(visits_of_a_month(list(register.town.people()), month, count))
    with file.open("wb") as target:
        write_receipts(target, visits, institution, month)
    return visits


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
