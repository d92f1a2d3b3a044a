"""One inbox of two desks, worked to done at a real window by keyboard alone; ledger and terminal know of it (R14)."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.adapters.central_client.claims_line import CentralClaimsLine
from app.adapters.central_client.notice_line import CentralNoticeLine
from app.adapters.ledger.ledger import open_ledger
from app.assembly.homes import keeper_of
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.registry.entries import InstitutionEntry
from app.notices.notice import Notice, NoticeKind, NoticeState
from app.patients.patient import PatientId
from app.scheme.days import business_day, utc_now
from app.settings import Settings
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import CLINIC_NAME, MANAGER, MANAGER_PIN, Clinic, connected
from tests.journeys.handing_in import hand_in
from tests.journeys.inbox import finish, last_month, work_off
from tests.journeys.visiting import sign_in
from tests.journeys.window import DeskWindow, desk_window
from tests.people import held, patient

pytestmark = [pytest.mark.journey, pytest.mark.timeout(90)]
_RECEIPTS = 40
_MOVED = (NoticeKind.REASSIGNED, NoticeKind.SPLIT)


def reviewed(clinic: Clinic, register: Register, url: str) -> list[Notice]:
    """The month's file of the town, reviewed by the running service; what it told."""
    file = BytesIO()
    month = last_month()
    visits = visits_of_a_month(register.town.people(), month, _RECEIPTS)
    write_receipts(file, visits, InstitutionEntry(clinic.code, CLINIC_NAME), month)
    with clinic.other_desk(url) as way:
        hand_in(CentralClaimsLine(way), file.getvalue())
        return list(CentralNoticeLine(way).notices(month))


@pytest.fixture
def clinic(tmp_path: Path, register: Register, service: CentralService) -> Clinic:
    return connected(tmp_path / "home", register, service.url)


def test_two_desks_work_one_inbox_to_done_and_the_chart_learns_the_card(
    qtbot: QtBot, clinic: Clinic, register: Register, service: CentralService
) -> None:
    told = reviewed(clinic, register, service.url)
    assert {each.kind for each in told} >= set(_MOVED)
    moved = next(each for each in told if each.kind in _MOVED)
    number = _chart_for(clinic, moved)
    with clinic.other_desk(service.url) as way, desk_window(qtbot, clinic.home) as desk:
        inbox = CentralNoticeLine(way)
        sign_in(desk)
        desk.press("F7")
        desk.sees(f"未対応 {len(told)}", "送ったもの", "確認の結果")
        first = _beaten_by_another_desk(desk, inbox, told)
        work_off(desk, len(told) - 1)
        desk.press("Ctrl+2")
        desk.sees(first.subject.name or first.subject.kana, "別の端末")
        finish(desk, inbox)
        desk.press("Ctrl+3")
        desk.sees("未対応 0", "対応中 0", f"完了 {len(told)}")
        desk.press("Ctrl+Shift+M")
        desk.sees("のまとめ", "振替・分割されたレセプト", "登録の遅い保険者")
        desk.press("Esc")
        desk.sees("完了", "送ったもの")
        print("longest gaps:", desk.pulse)
        assert all(each.handling.state is NoticeState.DONE for each in inbox.notices(last_month()))
    _ledger_learnt(clinic, number, moved)
    _told_at_the_terminal(clinic, len(told))


def _chart_for(clinic: Clinic, moved: Notice) -> PatientId:
    """The ledger holds one of them, with the card that the receipt states."""
    born, stated = moved.subject.birth_on, moved.before.insured
    assert born is not None and stated is not None
    ledger = open_ledger(clinic.home, keeper_of(Settings(clinic.home)))
    try:
        kept = ledger.patients.add(
            patient(0, name=moved.subject.name, kana=moved.subject.kana, sex=moved.subject.sex, birth_on=born)
        )
        confirmed = moved.created_at - timedelta(days=60)
        ledger.patients.hold_card(kept.id, held(stated, confirmed_at=confirmed))
        return kept.id
    finally:
        ledger.close()


def _beaten_by_another_desk(desk: DeskWindow, inbox: CentralNoticeLine, told: list[Notice]) -> Notice:
    """The other desk takes in hand what stands here; this one is told, and goes on with the next."""
    with desk.pulse.not_counted():
        screen = desk.screen()
        shown = [each for each in told if f"レセプト {each.receipt}番" in screen]
        until = business_day(utc_now()) + timedelta(days=3)
        inbox.handle(shown[0], NoticeState.IN_HAND, "別の端末", until, "")
    desk.press("Ctrl+D" if "完了\nCtrl D" in screen else "Ctrl+Return")
    desk.sees("ほかの端末でこの通知の状態が変わりました", f"未対応 {len(told) - 1}")
    return shown[0]


def _ledger_learnt(clinic: Clinic, number: PatientId, moved: Notice) -> None:
    """R14: the card to which the receipt went stands in the chart."""
    ledger = open_ledger(clinic.home, keeper_of(Settings(clinic.home)))
    try:
        held_now = {card.insured.key for card in ledger.patients.get(number).cards}
    finally:
        ledger.close()
    confirmed = {each.insured.key for each in moved.after if each.insured is not None}
    assert confirmed <= held_now


def _told_at_the_terminal(clinic: Clinic, count: int) -> None:
    who = ("--staff", MANAGER, "--staff-pin-stdin")
    done = clinic.run("notices", "--json", *who, stdin=(MANAGER_PIN,))
    assert done.status == 0
    assert [each["state"] for each in json.loads(done.out)] == ["done"] * count
