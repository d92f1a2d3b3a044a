"""A ledger made once and copied for each test; each store beside its fake, for promises that both must keep."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.ledger import Ledger, create_ledger, open_ledger
from app.adapters.ledger.recovery_code import RecoveryCode
from app.appointments.ports import AppointmentBook
from app.eligibility.ports import CheckBook
from app.patients.ports import PatientIndex
from app.staff.ports import AuditTrail, ClinicSettings, StaffRoll
from tests.fakes.appointments import AppointmentBookInMemory
from tests.fakes.ledger import (
    AuditTrailInMemory,
    CheckBookInMemory,
    PatientsInMemory,
    SettingsInMemory,
    StaffRollInMemory,
)


@dataclass(frozen=True)
class Made:
    """A closed ledger with its key and its code."""

    home: Path
    keeper: MemoryKeeper
    code: RecoveryCode


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    home, keeper = tmp_path_factory.mktemp("made"), MemoryKeeper()
    ledger, code = create_ledger(home, keeper)
    ledger.close()
    return Made(home, keeper, code)


@pytest.fixture
def made(made_once: Made, tmp_path: Path) -> Made:
    home = tmp_path / "home"
    shutil.copytree(made_once.home, home)
    keeper = MemoryKeeper()
    keeper.put(LEDGER_KEY, made_once.keeper.get(LEDGER_KEY) or "")
    return Made(home, keeper, made_once.code)


@pytest.fixture
def ledger(made: Made) -> Iterator[Ledger]:
    opened = open_ledger(made.home, made.keeper)
    yield opened
    opened.close()


both = pytest.fixture(params=["memory", "ledger"])


@both
def book(request: pytest.FixtureRequest) -> CheckBook:
    return CheckBookInMemory() if request.param == "memory" else request.getfixturevalue("ledger").checks


@both
def index(request: pytest.FixtureRequest) -> PatientIndex:
    return PatientsInMemory() if request.param == "memory" else request.getfixturevalue("ledger").patients


@both
def appointments(request: pytest.FixtureRequest) -> AppointmentBook:
    if request.param == "memory":
        return AppointmentBookInMemory()
    opened: Ledger = request.getfixturevalue("ledger")
    return opened.appointments


@both
def roll(request: pytest.FixtureRequest) -> StaffRoll:
    return StaffRollInMemory() if request.param == "memory" else request.getfixturevalue("ledger").staff


@both
def settings(request: pytest.FixtureRequest) -> ClinicSettings:
    return SettingsInMemory() if request.param == "memory" else request.getfixturevalue("ledger").settings


@both
def audit(request: pytest.FixtureRequest) -> AuditTrail:
    return AuditTrailInMemory() if request.param == "memory" else request.getfixturevalue("ledger").audit
