"""What journeys share: one register a run, served on loopback; a test that stops the service finds it running next."""

from collections.abc import Iterator

import pytest

from app.scheme.days import business_day, utc_now
from tests.card_service import CardService
from tests.journeys.central import CentralService, Register, serving
from tests.journeys.three_institutions import ThreeInstitutions, three_institutions


@pytest.fixture(scope="session", autouse=True)
def _card_service_is_named_first(_card_service_of_the_run: CardService) -> None:
    """libpcsclite keeps for good where it looked for the service when the first desk of the process opened."""


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return Register.fill(tmp_path_factory.mktemp("register"), business_day(utc_now()))


@pytest.fixture(scope="session")
def _service_of_the_run(register: Register) -> Iterator[CentralService]:
    with serving(register.folder, "--database", register.url) as service:
        yield service


@pytest.fixture
def service(_service_of_the_run: CentralService) -> CentralService:
    _service_of_the_run.start()
    return _service_of_the_run


@pytest.fixture(scope="session")
def _three_institutions_of_the_run(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ThreeInstitutions]:
    with three_institutions(tmp_path_factory.mktemp("three")) as stand:
        yield stand


@pytest.fixture
def three(
    _three_institutions_of_the_run: ThreeInstitutions, monkeypatch: pytest.MonkeyPatch
) -> ThreeInstitutions:
    """Every screen of a desk that is opened now asks the clock by which the service lives."""
    for module in ("run", "screens"):
        monkeypatch.setattr(f"app.assembly.{module}.utc_now", _three_institutions_of_the_run.clock)
    return _three_institutions_of_the_run
