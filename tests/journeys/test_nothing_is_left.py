"""After a day at the counter nothing of a patient lies outside the encrypted ledger, and no My Number anywhere.

What was fetched under a consent does not even lie in the ledger.
"""

import csv
import logging
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.adapters.card_reader.soft_card import SoftCard
from app.adapters.credentials.keeper import CENTRAL_SECRET, LEDGER_KEY
from app.adapters.credentials.keyring_keeper import KeyringKeeper
from app.adapters.ledger.ledger import open_ledger
from app.consent.consent import ConsentKind
from app.contract.soft_card import SoftCardFile
from app.desk.crash.log import DeskLog
from app.eligibility.answer import Check
from app.health_records.access import ACTIONS, Act
from app.scheme.digits import my_number_check_digit
from app.settings import Settings
from tests.card_service import CardService
from tests.central.clinic import SOCIETY
from tests.central.records.three_institutions import HIDDEN_AT_THE_COUNTER, HISTORY, NAMES, OTHER_PHARMACY
from tests.central.registrar import row
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import MANAGER_PIN, Clinic, checks_since, connected
from tests.journeys.reader import Hand
from tests.journeys.three_institutions import SYSTOLIC, ThreeInstitutions
from tests.journeys.traces import (
    found,
    holds_my_number,
    of_persons,
    pins_in,
    text_of_database,
    text_of_ledger,
)
from tests.journeys.visiting import agree_by_pin, laid, pharmacist_signs_in, sign_in, type_card
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
def hand(card_service: CardService) -> Iterator[Hand]:
    with closing(Hand(card_service.readers[0], card_service.ports[0])) as hand:
        yield hand


class Listener:
    """Every library may say whatever it likes; the desk's log is open, as it is for a clinic."""

    def __init__(self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
        self._caplog, self._capfd = caplog, capfd

    @contextmanager
    def listening(self, home: Path) -> Iterator[None]:
        log = DeskLog(Settings(home).logs)
        log.begin()
        try:
            with self._caplog.at_level(logging.DEBUG):
                yield
        finally:
            log.end()

    def heard(self) -> bytes:
        """What went to a log or to standard output and error."""
        out, err = self._capfd.readouterr()
        return f"{self._caplog.text}\n{out}\n{err}".encode()


@pytest.fixture
def listener(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Listener:
    return Listener(caplog, capfd)


@pytest.fixture
def day(
    qtbot: QtBot,
    tmp_path: Path,
    register: Register,
    service: CentralService,
    hand: Hand,
    listener: Listener,
) -> Day:
    my_number, *of_family = [_new_my_number(), *_registered(register, tmp_path)]
    clinic = connected(tmp_path / "home", register, service.url)
    card = register.card("valid-employee").model_copy(update={"pin": _CARD_PIN})
    with listener.listening(clinic.home), desk_window(qtbot, clinic.home) as desk:
        _work(desk, hand, register, card, my_number)
        service.stop()
        type_card(desk, register, "valid-society")
        desk.sees("送信待ち", "✕ センター 応答なし")
    return Day(clinic, card, [my_number, *of_family], listener.heard(), register, service)


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


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of which everything that the desk may write to is a part: home, temporary files, cache."""
    for variable, folder in (("TMPDIR", "temp"), ("XDG_CACHE_HOME", "cache")):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert tempfile.gettempdir() == QDir.tempPath() == str(tmp_path / "temp")
    return tmp_path


def _read_and_withdrawn(desk: DeskWindow, hand: Hand, three: ThreeInstitutions) -> None:
    """Nothing is agreed to without a yes; then both kinds are, and what was opened is copied, searched and left."""
    pharmacist_signs_in(desk)
    agree_by_pin(desk, hand, three.own)
    desk.press("F5")
    desk.sees("同意なし", "まだ同意がありません")
    agree_by_pin(desk, hand, three.own, "Ctrl+Shift+D", "Ctrl+Shift+K")
    desk.press("F5")
    desk.sees("同意あり", *(name for _, _, name, _ in HISTORY))
    desk.press("Ctrl+Shift+C")
    desk.until(lambda: all(name in QGuiApplication.clipboard().text() for _, _, name, _ in HISTORY))
    desk.press("Ctrl+F")
    desk.type("アムロ")
    desk.press("Ctrl+2")
    desk.sees(SYSTOLIC)
    desk.press("Ctrl+Shift+W")
    closed = desk.sees("まだ同意がありません", "同意を取り消したので、閉じました。")
    assert not [name for _, _, name, _ in HISTORY if name in closed]
    assert QGuiApplication.clipboard().text() == ""
    desk.press("F2", "F5")
    desk.sees("同意なし", "まだ同意がありません")


def test_after_a_pharmacist_read_nothing_that_was_fetched_is_left_anywhere(
    qtbot: QtBot,
    places: Path,
    three: ThreeInstitutions,
    hand: Hand,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R15, R16: closed means gone; that somebody read is on record, and not what."""
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    pharmacy = three.pharmacy(places / "home")
    with listener.listening(pharmacy.home), desk_window(qtbot, pharmacy.home) as desk:
        _read_and_withdrawn(desk, hand, three)
    fetched = ["ゾルピ", "アムロ", NAMES[OTHER_PHARMACY], SYSTOLIC, *HIDDEN_AT_THE_COUNTER]
    fetched += [name for _, _, name, _ in HISTORY]
    files = {str(path.relative_to(places)): path.read_bytes() for path in places.rglob("*") if path.is_file()}
    said = listener.heard()
    assert b"DEBUG" in said and {"home/ledger.db", "home/logs/desk.log"} <= set(files)
    assert found(fetched, {**files, "said": said}) == set()

    settings, key = Settings(pharmacy.home), KeyringKeeper(pharmacy.home).get(LEDGER_KEY)
    assert key is not None
    ledger = text_of_ledger(settings.ledger_file, key)
    assert found(fetched, {"ledger": ledger.encode()}) == set()
    assert {ACTIONS[kind, Act.READ] for kind in ConsentKind} <= set(ledger.splitlines())
