"""After a day at the counter nothing of a patient lies outside the encrypted ledger, and no My Number anywhere."""

import csv
import logging
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.adapters.card_reader.soft_card import SoftCard
from app.adapters.credentials.keeper import CENTRAL_SECRET, LEDGER_KEY
from app.adapters.credentials.keyring_keeper import KeyringKeeper
from app.adapters.ledger.ledger import open_ledger
from app.contract.soft_card import SoftCardFile
from app.desk.crash.log import DeskLog
from app.eligibility.answer import Check
from app.scheme.digits import my_number_check_digit
from app.settings import Settings
from tests.card_service import CardService
from tests.central.clinic import SOCIETY
from tests.central.registrar import row
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import MANAGER_PIN, Clinic, checks_since, connected
from tests.journeys.reader import Hand
from tests.journeys.traces import (
    found,
    holds_my_number,
    of_persons,
    pins_in,
    text_of_database,
    text_of_ledger,
)
from tests.journeys.visiting import laid, sign_in, type_card
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(60)]
_CARD_PIN, _WRONG_PIN = "7193", "7194"


@dataclass(frozen=True)
class Day:
    """A day that is over. said: everything anybody wrote to a log or to standard error meanwhile."""

    clinic: Clinic
    card: SoftCardFile
    my_numbers: list[str]
    said: bytes
    register: Register
    service: CentralService

    @property
    def keeper(self) -> KeyringKeeper:
        return KeyringKeeper(self.clinic.home)

    def checks(self) -> list[Check]:
        with closing(open_ledger(self.clinic.home, self.keeper)) as ledger:
            return checks_since(self.register.town.day, ledger)

    def places(self) -> dict[str, bytes]:
        """Files of the home, whatever was logged, the service's log."""
        told = {"said": self.said, "service.log": self.service.log.read_bytes()}
        return {**self.clinic.files(), **told}


def _new_my_number() -> str:
    body = f"{secrets.randbelow(10**11):011}"
    return f"{body}{my_number_check_digit(body)}"


def _registered(register: Register, folder: Path) -> list[str]:
    """A family that its insurer registers by a file; their My Numbers."""
    family = [row(serial) for serial in (1, 2, 3)]
    file = folder / "members.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, family[0].keys())
        rows.writeheader()
        rows.writerows(family)
    register.command("insurer", "register", str(file))
    return [each["my_number"] for each in family]


def _work(desk: DeskWindow, hand: Hand, register: Register, card: SoftCardFile, my_number: str) -> None:
    sign_in(desk)
    with laid(desk, hand, SoftCard(card)):
        desk.sees("カードを読み取りました")
        for pin, told in ((_WRONG_PIN, "残り2回"), (_CARD_PIN, "有効")):
            desk.press("Ctrl+3")
            desk.type(pin)
            desk.press("Return")
            desk.sees(told)
    desk.press("Ctrl+N")
    desk.sees("と一致")
    desk.press("F2")
    desk.fill(SOCIETY, "12", "3456", "01", "0214")
    desk.press("Return")
    desk.sees("有効", row(2)["name"])
    for case, told in (
        ("lapsed", "喪失した資格です"),
        ("twins", "複数の方"),
        ("none", "該当する資格がありません"),
    ):
        type_card(desk, register, case)
        desk.sees(told)
    desk.press("Esc", "F2")
    desk.fill("06139992", "101", my_number, "", "19900214")
    desk.press("Return")
    desk.sees("個人番号（マイナンバー）は入力できません")
    assert my_number not in desk.typed
    desk.press("Esc")


@pytest.fixture
def day(
    qtbot: QtBot,
    tmp_path: Path,
    register: Register,
    service: CentralService,
    card_service: CardService,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Day]:
    """Every library may say whatever it likes; the desk's log is open, as it is for a clinic."""
    my_number, *of_family = [_new_my_number(), *_registered(register, tmp_path)]
    clinic = connected(tmp_path / "home", register, service.url)
    card = register.card("valid-employee").model_copy(update={"pin": _CARD_PIN})
    log = DeskLog(Settings(clinic.home).logs)
    hand = Hand(card_service.readers[0], card_service.ports[0])
    log.begin()
    try:
        with caplog.at_level(logging.DEBUG), desk_window(qtbot, clinic.home) as desk:
            _work(desk, hand, register, card, my_number)
            service.stop()
            type_card(desk, register, "valid-society")
            desk.sees("送信待ち", "✕ センター 応答なし")
    finally:
        log.end()
        hand.close()
    out, err = capfd.readouterr()
    yield Day(
        clinic, card, [my_number, *of_family], f"{caplog.text}\n{out}\n{err}".encode(), register, service
    )


def test_after_a_day_nothing_of_a_patient_is_left_outside_the_encrypted_ledger(day: Day) -> None:
    """R3, and nothing of a card, a PIN, a name or a secret in any log, message or file."""
    keeper = day.keeper
    central_secret, ledger_key = keeper.get(CENTRAL_SECRET), keeper.get(LEDGER_KEY)
    assert central_secret and ledger_key
    checks, places = day.checks(), day.places()
    assert len(checks) == 6
    persons = set(of_persons(checks))
    assert len(persons) > 15, "the day had patients"
    assert b"DEBUG" in places["said"], "everybody was listened to"

    assert found(persons, places) == set()
    assert found([day.card.authentication_certificate, day.card.authentication_key], places) == set()
    assert found([central_secret, ledger_key], places) == set()
    readable = {name: content for name, content in places.items() if ".db" not in name}
    assert {"said", "connection.json", "logs/desk.log"} <= set(readable)
    assert pins_in([_CARD_PIN, _WRONG_PIN, MANAGER_PIN], readable) == set()

    ledger = text_of_ledger(Settings(day.clinic.home).ledger_file, ledger_key)
    assert found(persons, {"ledger": ledger.encode()}) == {"ledger"}, (
        "and there they are, for who has the key"
    )
    register = text_of_database(day.register.file)
    stores = {each.name: each.read_bytes() for each in day.register.folder.iterdir() if each.is_file()}
    assert any("intermediary" in name for name in stores)
    everywhere = {**places, **stores, "ledger": ledger.encode(), "register": register.encode()}
    assert found(day.my_numbers, everywhere) == set()
    for text in (ledger, register, places["said"].decode()):
        assert not holds_my_number(text)
