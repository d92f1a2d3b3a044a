"""Practice: a town, a ledger and a reader that leave nothing behind."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from app.adapters.card_reader.soft_card.practice_readers import PRACTICE_TRAY, SoftReaders
from app.assembly.homes import practice_home
from app.assembly.openings import Opening
from app.assembly.tray import CardTray, SoftCardMissing, soft_card
from app.eligibility.card import CardKind, Pin, PinBlocked, PinWrong, ReadersStatus, ReaderStatus
from app.eligibility.question import PhotoQuestion
from app.scheme.days import business_day, utc_now
from app.scheme.outcome import Outcome
from app.settings import Settings
from app.staff.member import Duty, Role
from tests.assembly.front_door import ROOT, run
from tests.people import check, signed

CASE = "valid-employee"


@pytest.fixture(autouse=True, scope="module")
def account(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The account's folder for temporary things."""
    folder = tmp_path_factory.mktemp("account")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("TMPDIR", str(folder))
        patch.setattr("tempfile.tempdir", None)
        yield folder


@pytest.fixture(scope="module")
def cards(account: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's card files, kept beyond their practice."""
    folder = tmp_path_factory.mktemp("cards")
    with practice_home() as home:
        assert home.town is not None
        shutil.copytree(home.town.cards, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("home-*"))
    return folder


def _only_reader(readers: SoftReaders) -> ReaderStatus:
    seen: Queue[ReadersStatus] = Queue()
    watch = readers.watch(seen.put)
    try:
        (status,) = seen.get(timeout=5).readers
    finally:
        watch.stop()
    return status


def test_a_card_of_the_town_is_answered_and_nothing_stays(account: Path) -> None:
    with practice_home() as home:
        assert home.town is not None
        assert home.settings.practice
        assert home.line.line.whoami().practice
        readers = SoftReaders()
        readers.lay(soft_card(home.town.cards, CASE))
        reading = readers.read(_only_reader(readers))
        question = PhotoQuestion(reading.certificate, business_day(utc_now()))
        asked = check(question=question)
        home.ledger.checks.enter(asked)
        assert home.line.line.ask(asked.id, question, "練習").outcome is Outcome.VALID
        assert list(account.iterdir()), "while it lasts there is a folder"
    assert list(account.iterdir()) == []


KILLED_AT_WORK = """
import sys
from app.assembly.homes import practice_home
with practice_home() as home:
    print(home.settings.home, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")
def test_a_killed_desk_takes_service_and_ledger_along(account: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_AT_WORK],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as desk:  # fmt: skip
        assert desk.stdout and desk.stderr
        ledger = Path(desk.stdout.readline().strip()) / "ledger.db"
        assert ledger.is_file()
        desk.send_signal(signal.SIGKILL)
        # The service holds the same standard error: it ends when the service has.
        assert desk.stderr.read() == ""
    assert list(account.iterdir()) == []


def test_who_practises_has_every_role_and_no_pin_to_type(account: Path) -> None:
    opening = Opening(Settings(account / "ignored", practice=True))
    try:
        opening.open()
        opening.open()
        member = opening.practice_member()
        assert member == opening.practice_member()
        assert member.roles == frozenset(Role)
        assert all(member.may(duty) for duty in Duty)
    finally:
        opening.close()
    assert list(account.iterdir()) == [], "also not in the home that was named"


def test_pin_counters_last_as_long_as_practice_does(cards: Path) -> None:
    readers = SoftReaders()
    tray = CardTray(cards, readers)
    tries = []
    for pin in ("0000", "0001", "0002"):
        tray.lay(CASE)
        reading = readers.read(_only_reader(readers))
        tries.append(reading.tries_left)
        with pytest.raises((PinWrong, PinBlocked)):
            readers.sign(reading, Pin(pin), signed().statement.digest_info())
        tray.take_off()
    tray.lay(CASE)
    tries.append(readers.read(_only_reader(readers)).tries_left)
    assert tries == [3, 2, 1, 0]


def test_the_tray_shows_every_card_of_the_town_by_who_it_is(cards: Path) -> None:
    laid_out = CardTray(cards, SoftReaders()).cards()
    assert {each.case for each in laid_out} == {path.stem for path in cards.glob("*.json")}
    assert all(each.label and each.file.photo_of for each in laid_out)
    readers = SoftReaders()
    readers.lay(soft_card(cards, "phone-iphone"))
    assert readers.read(_only_reader(readers)).kind is CardKind.IPHONE


def test_a_card_that_the_town_lacks_is_said(cards: Path) -> None:
    for case in ("nobody", "../secret"):
        with pytest.raises(SoftCardMissing):
            soft_card(cards, case)


def test_check_asks_the_practice_town_by_card_and_pin(cards: Path) -> None:
    pin = soft_card(cards, CASE).file.pin
    done = run(
        "check", "--practice", "--reader", PRACTICE_TRAY, "--soft-card", CASE, "--pin-stdin", "--json",
        stdin=f"{pin}\n".encode(),
    )  # fmt: skip
    assert (done.status, done.err) == (0, b"")
    assert '"level": "pin"' in done.out.decode()


def test_what_the_review_will_make_of_the_towns_receipts_is_told_without_a_file_of_ones_own() -> None:
    """R13: with every card asked about nothing is left unconfirmed."""
    done = run("receipts", "precheck", "--practice", "--json")
    assert done.status == 3, done.err
    told = json.loads(done.out)["predictions"]
    assert told["unconfirmed"] == 0
    assert told["forwarded"] > told["reassigned"] + told["split"] + told["returned"] > 0
