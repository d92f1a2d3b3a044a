"""A day's appointments at a real window: a file dropped, what changed dealt with by keys, the list saved (R10)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.adapters.ledger.ledger import open_ledger
from app.appointments.appointment import FollowUp, Item
from app.assembly.homes import keeper_of
from app.central.practice.case import Case
from app.desk.appointments.screen import AppointmentsScreen
from app.settings import Settings
from tests.desk.found import one
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import Clinic, connected
from tests.journeys.visiting import sign_in
from tests.journeys.window import DeskWindow, desk_window
from tests.people import held, patient

pytestmark = [pytest.mark.journey, pytest.mark.timeout(60)]

_HEADER = "時刻,カルテ番号,氏名,生年月日,保険者番号,記号,番号,枝番"
_CASES = ("valid-society", "lapsed", "valid-kokuho-society")


@pytest.fixture
def clinic(tmp_path: Path, register: Register, service: CentralService) -> Clinic:
    """Its chart of one patient has the card, but another share than the register."""
    clinic = connected(tmp_path / "home", register, service.url)
    settings = Settings(clinic.home)
    ledger = open_ledger(settings.home, keeper_of(settings))
    try:
        case = _case(register, "valid-society")
        assert case.asked is not None and case.birth_on is not None
        kept = ledger.patients.add(patient(1, name="以前　名", kana="イゼン　ナ", birth_on=case.birth_on))
        ledger.patients.hold_card(kept.id, held(case.asked, ratio_percent=10))
    finally:
        ledger.close()
    return clinic


def test_what_changed_is_taken_over_put_off_and_saved_by_keys(
    qtbot: QtBot, clinic: Clinic, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10"""
    out = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with desk_window(qtbot, clinic.home) as desk:
        sign_in(desk)
        _deal_with_everybody(desk, _file(tmp_path, register))
        print("longest gaps:", desk.pulse)
    lines = out.read_bytes().decode("utf-8-sig").splitlines()
    assert [line.split(",")[-2] for line in lines[1:]] == ["取り込み済み", "後で", "取り込み済み", "電話済み"]
    names, items = _kept(clinic)
    assert "以前　名" not in names
    assert [(each.follow_up, each.note) for each in items] == [
        (FollowUp.TAKEN_OVER, ""),
        (FollowUp.PUT_OFF, "uketsuke"),
        (FollowUp.TAKEN_OVER, ""),
        (FollowUp.CALLED, ""),
    ]


def _deal_with_everybody(desk: DeskWindow, file: Path) -> None:
    """The first is taken over, the second put off, the third made a patient, the fourth called; the list is saved."""
    desk.press("F4")
    desk.sees("予約のファイルを、この画面に置いてください")
    desk.drop(one(desk.window, AppointmentsScreen), file)
    desk.sees("どの日の予約か選んでください", "本日")
    desk.press("Ctrl+Return")
    desk.sees(
        "全 4 件 中 確認が必要 4 件", "予約　一", "変更あり", "喪失", "台帳にない方", "該当なし", "負担割合"
    )
    desk.press("Ctrl+Return")
    desk.sees("うち対応済み 1 件", "予約　二", "新しい証")
    desk.press("Ctrl+G")
    desk.type("uketsuke")
    desk.press("Return")
    desk.sees("うち対応済み 2 件", "台帳に同じ方が見つかりません")
    desk.press("Ctrl+N")
    desk.sees("うち対応済み 3 件")
    desk.press("Ctrl+D")
    desk.sees("電話でお伝えする言葉", "お電話しました")
    desk.press("Return")
    desk.sees("すべて対応済みです")
    desk.press("Ctrl+S")
    desk.sees("保存しました")


def _case(register: Register, name: str) -> Case:
    return next(each for each in register.town.cases() if each.name == name)


def _file(folder: Path, register: Register) -> Path:
    """Three people of the town and a number nobody has."""
    rows = [_HEADER]
    for place, (case, name) in enumerate(zip(_CASES, ("予約　一", "予約　二", "予約　三"), strict=True)):
        row = register.case(case)
        cells = (
            f"9:{15 * place:02}",
            place,
            name,
            row.birth,
            row.insurer,
            row.symbol,
            row.number,
            row.branch,
        )
        rows.append(",".join(map(str, cells)))
    rows.append("10:00,9,予約　四,S63.2.14,06139992,999,9999999,00")
    file = folder / "予約.csv"
    file.write_text("\n".join(rows), encoding="cp932")
    return file


def _kept(clinic: Clinic) -> tuple[set[str], tuple[Item, ...]]:
    """The names in the ledger, and the appointments of its batch."""
    settings = Settings(clinic.home)
    ledger = open_ledger(settings.home, keeper_of(settings))
    try:
        names = {row.name for row in ledger.patients.search("")}
        return names, ledger.appointments.items(ledger.appointments.batches()[0].id)
    finally:
        ledger.close()
