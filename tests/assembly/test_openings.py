"""Opening a home: the first time, cut off, every morning, on another account, from a backup."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.credentials.keeper import LEDGER_KEY, KeyKeeper, MemoryKeeper
from app.adapters.ledger.errors import (
    LedgerDamaged,
    LedgerInUse,
    LedgerLocked,
    LedgerMissing,
    RecoveryCodeWrong,
    RestoreWouldLose,
)
from app.adapters.ledger.ledger import create_ledger
from app.assembly.homes import HomeNotSetUp
from app.assembly.openings import Opening
from app.scheme.days import utc_now
from app.settings import Settings
from app.staff.member import Role, StaffNameTaken, StaffPinWeak
from tests.assembly.front_door import ROOT
from tests.people import check

PIN = "80521"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


@pytest.fixture
def keeper() -> MemoryKeeper:
    """This account's keyring."""
    return MemoryKeeper()


class Desks:
    """Desks of one home, one after the other; each is closed at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: list[Opening] = []

    def desk(self, keeper: KeyKeeper) -> Opening:
        self._made.append(Opening(self._settings, lambda _: keeper))
        return self._made[-1]

    def close(self) -> None:
        for each in self._made:
            each.close()


@pytest.fixture
def desks(settings: Settings) -> Iterator[Desks]:
    made = Desks(settings)
    yield made
    made.close()


def _first_start(desks: Desks, keeper: KeyKeeper) -> str:
    """As the windows go through it; the recovery code."""
    desk = desks.desk(keeper)
    with pytest.raises(HomeNotSetUp):
        desk.open()
    desk.create("窓野", PIN)
    code = desk.recovery_code()
    desk.try_recovery_code(code)
    desk.close()
    return code


def test_the_first_start_makes_a_manager_and_every_morning_opens(desks: Desks, keeper: MemoryKeeper) -> None:
    _first_start(desks, keeper)
    desk = desks.desk(keeper)
    desk.open()
    (manager,) = desk.home.ledger.staff.members()
    assert (manager.name, Role.MANAGER in manager.roles) == ("窓野", True)
    assert desk.home.ledger.recovery_code_tried


def test_a_weak_pin_makes_nothing(desks: Desks, keeper: MemoryKeeper, settings: Settings) -> None:
    with pytest.raises(StaffPinWeak):
        desks.desk(keeper).create("窓野", "1111")
    assert not settings.home.exists()
    assert keeper.get(LEDGER_KEY) is None


def test_a_first_start_cut_off_before_its_manager_begins_again_with_the_manager(
    desks: Desks, keeper: MemoryKeeper, settings: Settings
) -> None:
    create_ledger(settings.home, keeper)[0].close()
    desk = desks.desk(keeper)
    with pytest.raises(HomeNotSetUp):
        desk.open()
    desk.create("窓野", PIN)
    desk.open()
    assert len(desk.home.ledger.staff.members()) == 1


def test_a_first_start_cut_off_before_its_code_was_tried_is_told(desks: Desks, keeper: MemoryKeeper) -> None:
    cut_off = desks.desk(keeper)
    cut_off.create("窓野", PIN)
    never_printed = cut_off.recovery_code()
    cut_off.close()
    desk = desks.desk(keeper)
    desk.open()
    assert not desk.home.ledger.recovery_code_tried
    new = desk.recovery_code()
    with pytest.raises(RecoveryCodeWrong):
        desk.try_recovery_code(never_printed)
    desk.try_recovery_code(new)
    assert desk.home.ledger.recovery_code_tried


def test_nobody_becomes_the_first_manager_twice(desks: Desks, keeper: MemoryKeeper) -> None:
    _first_start(desks, keeper)
    with pytest.raises(StaffNameTaken):
        desks.desk(keeper).create("別人", PIN)


def test_another_account_opens_with_the_recovery_code(desks: Desks, keeper: MemoryKeeper) -> None:
    code = _first_start(desks, keeper)
    other_account = MemoryKeeper()
    desk = desks.desk(other_account)
    with pytest.raises(LedgerLocked):
        desk.open()
    desk.open_with_code(code)
    assert len(desk.home.ledger.staff.members()) == 1
    assert other_account.get(LEDGER_KEY) == keeper.get(LEDGER_KEY)


def test_a_second_desk_of_the_same_home_is_refused(desks: Desks, keeper: MemoryKeeper) -> None:
    _first_start(desks, keeper)
    first, second = desks.desk(keeper), desks.desk(keeper)
    first.open()
    with pytest.raises(LedgerInUse):
        second.open()
    first.close()
    second.open()


OPENS = """
import sys
from pathlib import Path
from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.assembly.homes import open_home
from app.errors import ClinicError
from app.settings import Settings
keeper = MemoryKeeper()
keeper.put(LEDGER_KEY, sys.stdin.readline().strip())
try:
    with open_home(Settings(Path(sys.argv[1])), keeper):
        print("open")
except ClinicError as failure:
    print(failure.code)
"""


def test_a_second_process_is_refused_while_the_desk_is_open(
    desks: Desks, keeper: MemoryKeeper, settings: Settings
) -> None:
    _first_start(desks, keeper)
    desk = desks.desk(keeper)

    def from_elsewhere() -> str:
        command = [sys.executable, "-c", OPENS, str(settings.home)]
        key = f"{keeper.get(LEDGER_KEY)}\n"
        done = subprocess.run(command, input=key, cwd=ROOT, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    desk.open()
    assert from_elsewhere() == "ledger.in_use"
    desk.close()
    assert from_elsewhere() == "open"


def _with_a_backup(desks: Desks, keeper: KeyKeeper) -> None:
    desk = desks.desk(keeper)
    desk.open()
    desk.home.ledger.back_up(utc_now())
    desk.close()


def test_a_ledger_that_is_gone_is_restored_and_never_begun_anew(
    desks: Desks, keeper: MemoryKeeper, settings: Settings
) -> None:
    _first_start(desks, keeper)
    _with_a_backup(desks, keeper)
    settings.ledger_file.unlink()
    desk = desks.desk(keeper)
    with pytest.raises(LedgerMissing):
        desk.open()
    (backup,) = desk.backups()
    desk.restore(backup.name, at_any_loss=False)
    assert len(desk.home.ledger.staff.members()) == 1


def test_a_damaged_ledger_is_restored_and_kept_beside(
    desks: Desks, keeper: MemoryKeeper, settings: Settings
) -> None:
    _first_start(desks, keeper)
    _with_a_backup(desks, keeper)
    settings.ledger_file.write_bytes(b"damaged" * 4096)
    desk = desks.desk(keeper)
    with pytest.raises(LedgerDamaged):
        desk.open()
    desk.restore(desk.backups()[0].name, at_any_loss=False)
    assert len(desk.home.ledger.staff.members()) == 1
    assert (settings.home / "ledger-replaced-1.db").is_file()


def test_restoring_says_what_would_be_lost_first(desks: Desks, keeper: MemoryKeeper) -> None:
    _first_start(desks, keeper)
    _with_a_backup(desks, keeper)
    desk = desks.desk(keeper)
    desk.open()
    desk.home.ledger.checks.enter(check())
    desk.close()
    name = desk.backups()[0].name
    with pytest.raises(RestoreWouldLose):
        desk.restore(name, at_any_loss=False)
    desk.restore(name, at_any_loss=True)
    assert desk.home.ledger.checks.waiting() == ()


def test_a_backup_that_has_gone_since_it_was_listed_is_said(desks: Desks, keeper: MemoryKeeper) -> None:
    _first_start(desks, keeper)
    with pytest.raises(LedgerMissing):
        desks.desk(keeper).restore("ledger-2026-11-21.db", at_any_loss=False)
