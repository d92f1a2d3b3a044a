"""The first day of a desk: a manager, a recovery code, a line; and the code opens the ledger for another account."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.adapters.credentials.keeper import LEDGER_KEY
from app.adapters.credentials.keyring_keeper import KeyringKeeper
from tests.card_service import CardService
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import CLINIC_NAME, MANAGER, MANAGER_PIN, Clinic, new_institution_code
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(60)]
_GROUP = re.compile(r"^[0-9A-Z]{4}$", re.MULTILINE)


def _make_manager(desk: DeskWindow) -> None:
    desk.sees("1 / 3", "管理者")
    desk.fill(MANAGER, MANAGER_PIN, MANAGER_PIN)
    desk.press("Return")


def _try_code(desk: DeskWindow) -> str:
    """Copies the code from the screen, as from paper."""
    groups = _GROUP.findall(desk.sees("2 / 3", "印刷"))
    desk.until(lambda: len(_GROUP.findall(desk.screen())) == 8)
    groups = _GROUP.findall(desk.screen())
    desk.type("".join(groups).lower())
    desk.press("Return")
    desk.sees("3 / 3", "センターへの接続")
    return "".join(groups)


def test_the_first_start_makes_a_manager_tries_the_code_and_finds_the_line(
    qtbot: QtBot, tmp_path: Path, register: Register, service: CentralService, card_service: CardService
) -> None:
    clinic = Clinic(tmp_path / "home", new_institution_code())
    secret = register.create_institution(clinic.code, CLINIC_NAME)
    with desk_window(qtbot, clinic.home) as desk:
        _make_manager(desk)
        _try_code(desk)
        with desk.pulse.not_counted():
            connecting = clinic.connect(service.url, secret)
        assert connecting.status == 0, connecting.err
        desk.press("Return")
        desk.sees("カードを置くか、券面の番号を入力してください", MANAGER, CLINIC_NAME, "● センター")
        print("longest gaps:", desk.pulse)


def test_on_another_account_the_code_from_paper_opens_the_ledger(
    qtbot: QtBot, tmp_path: Path, card_service: CardService
) -> None:
    home = tmp_path / "home"
    with desk_window(qtbot, home) as desk:
        _make_manager(desk)
        code = _try_code(desk)
    KeyringKeeper(home).forget(LEDGER_KEY)
    with desk_window(qtbot, home) as desk:
        desk.sees("復旧コードで開く")
        desk.type("ABCD" * 8)
        desk.press("Return")
        desk.sees("復旧コードが違います")
        desk.press("Ctrl+A")
        desk.type(code)
        desk.press("Return")
        desk.sees(MANAGER, "暗証番号")
