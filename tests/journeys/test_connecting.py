"""A clinic sets up its line at the terminal: TLS, the real keyring, a secret that lies nowhere else."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.credentials.keeper import CENTRAL_SECRET
from app.adapters.credentials.keyring_keeper import KeyringKeeper
from app.scheme.days import utc_now
from tests.journeys.authority import ServerFiles, server_files
from tests.journeys.central import CentralService, Register, serving
from tests.journeys.clinic import MANAGER, Clinic, new_institution_code, set_up
from tests.journeys.terminal import Done

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> ServerFiles:
    return server_files(tmp_path_factory.mktemp("tls") / "files")


@pytest.fixture(scope="module")
def secured(
    register: Register, files: ServerFiles, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CentralService]:
    tls = ("--tls-cert", str(files.certificate), "--tls-key", str(files.key))
    with serving(tmp_path_factory.mktemp("secured"), "--database", register.url, *tls) as service:
        yield service


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralService]:
    with serving(tmp_path_factory.mktemp("practice"), "--practice") as service:
        yield service


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return set_up(tmp_path / "home", new_institution_code())


@pytest.fixture
def secret(clinic: Clinic, register: Register) -> str:
    return register.create_institution(clinic.code, "見本クリニック")


def _kept_secret(clinic: Clinic) -> str | None:
    return KeyringKeeper(clinic.home).get(CENTRAL_SECRET)


def _asked(clinic: Clinic, register: Register) -> Done:
    """Somebody who is insured today."""
    row = register.case("valid-employee")
    card = ("--insurer", row.insurer, "--symbol", row.symbol, "--number", row.number)
    return clinic.check(*card, "--branch", row.branch, "--month-day", row.birth)


def test_a_clinic_connects_over_tls_asks_and_disconnects(
    clinic: Clinic, secret: str, secured: CentralService, files: ServerFiles, register: Register
) -> None:
    assert secured.url.startswith("https://127.0.0.1:")
    assert clinic.connect(secured.url, secret, "--ca", str(files.ca)).status == 0
    answered = _asked(clinic, register)
    assert (answered.status, answered.document["outcome"]) == (0, "valid"), answered.err

    assert clinic.run("disconnect").out == "disconnected\n"
    assert _kept_secret(clinic) is None
    unconnected = _asked(clinic, register)
    assert (unconnected.status, unconnected.document["advice_code"]) == (7, "line.not_connected")
    assert len(register.attempts(clinic.code)) == 1


def test_the_secret_is_in_the_keyring_and_nowhere_else(
    clinic: Clinic, secret: str, service: CentralService
) -> None:
    done = clinic.connect(service.url, secret)
    assert done.status == 0, done.err
    assert _kept_secret(clinic) == secret
    assert secret not in done.out + done.err
    files = clinic.files()
    assert "connection.json" in files
    assert [name for name, content in files.items() if secret.encode() in content] == []


def test_a_service_under_an_authority_that_was_not_given_is_not_trusted(
    clinic: Clinic, secret: str, secured: CentralService
) -> None:
    done = clinic.connect(secured.url, secret)
    assert (done.status, done.err.partition(":")[0]) == (6, "line.untrusted")
    assert "connection.json" not in clinic.files()
    assert _kept_secret(clinic) is None


def test_a_wrong_secret_changes_nothing(
    clinic: Clinic, secret: str, service: CentralService, register: Register
) -> None:
    assert clinic.connect(service.url, secret).status == 0
    before = clinic.files()["connection.json"]
    wrong = secrets.token_urlsafe(32)
    refused = clinic.connect(service.url, wrong)
    assert (refused.status, refused.err.partition(":")[0]) == (6, "line.credentials")
    assert wrong not in refused.out + refused.err
    assert clinic.files()["connection.json"] == before
    assert _kept_secret(clinic) == secret
    assert _asked(clinic, register).status == 0


def test_a_clinic_goes_from_its_old_secret_to_a_new_one(
    clinic: Clinic, secret: str, service: CentralService, register: Register
) -> None:
    """While the old one goes on, so does the desk; once it is over the service that runs takes the new one alone."""
    assert clinic.connect(service.url, secret).status == 0
    later = (utc_now() + timedelta(days=7)).isoformat()
    register.command("renew-secret", "institution", clinic.code, "--old-until", later)
    assert _asked(clinic, register).status == 0

    new = register.command("renew-secret", "institution", clinic.code, "--now").strip()
    refused = _asked(clinic, register)
    assert (refused.status, refused.document["advice_code"]) == (6, "line.credentials")
    assert clinic.connect(service.url, new).status == 0
    assert _kept_secret(clinic) == new
    assert _asked(clinic, register).status == 0


def test_plain_http_to_another_computer_is_refused_before_a_word_is_sent(clinic: Clinic) -> None:
    """192.0.2.0/24 is set aside for documents: whoever spoke to it would wait and fail otherwise."""
    done = clinic.connect("http://192.0.2.1:8443", "never sent")
    assert (done.status, done.err.partition(":")[0]) == (2, "connect.address")
    assert "connection.json" not in clinic.files()


def test_a_desk_does_not_connect_to_a_practice_service(clinic: Clinic, practice: CentralService) -> None:
    done = clinic.connect(practice.url, "whatever")
    assert (done.status, done.err.partition(":")[0]) == (6, "line.practice")
    assert "connection.json" not in clinic.files()
    assert _kept_secret(clinic) is None


def test_a_connected_desk_refuses_a_practice_service_in_its_services_place(
    clinic: Clinic, secret: str, register: Register, practice: CentralService, tmp_path: Path
) -> None:
    with serving(_new(tmp_path / "real"), "--database", register.url) as service:
        assert clinic.connect(service.url, secret).status == 0
        service.stop()
        with serving(_new(tmp_path / "other"), "--practice", "--listen", service.url.partition("://")[2]):
            answered = _asked(clinic, register)
    assert (answered.status, answered.document["advice_code"]) == (6, "line.practice")
    assert answered.document["cover"] is None


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_check_needs_a_member_of_staff_and_their_pin(
    clinic: Clinic, secret: str, service: CentralService, register: Register
) -> None:
    assert clinic.connect(service.url, secret).status == 0
    row = register.case("valid-employee")
    card = ("--insurer", row.insurer, "--number", row.number, "--branch", "00", "--month-day", row.birth)
    nobody = clinic.run("check", *card, "--json")
    wrong = clinic.run("check", *card, "--json", "--staff", MANAGER, "--staff-pin-stdin", stdin=("13579",))
    assert (nobody.status, nobody.document["advice_code"]) == (2, "input.refused")
    assert (wrong.status, wrong.document["advice_code"]) == (2, "staff.pin_wrong")
    assert register.attempts(clinic.code) == []
