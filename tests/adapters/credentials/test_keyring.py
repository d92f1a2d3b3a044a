"""What a keeper of secrets promises: kept in memory and in the real Secret Service alike."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from traceback import format_exception

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail, null
from keyring.backends.chainer import ChainerBackend

from app.adapters.credentials.errors import KeyringError, KeyringLocked, KeyringMissing
from app.adapters.credentials.keeper import CENTRAL_SECRET, LEDGER_KEY, KeyKeeper, MemoryKeeper
from app.adapters.credentials.keyring_keeper import KeyringKeeper, system_keyring
from app.adapters.ledger.ledger import create_ledger, open_ledger
from tests.adapters.credentials.secret_service import secret_service

SECRET = "s3cret-見本"
USES_WHAT_THE_SYSTEM_OFFERS = """
import sys
from pathlib import Path
from app.adapters.credentials.keyring_keeper import KeyringKeeper
keeper = KeyringKeeper(Path(sys.argv[1]))
try:
    print(keeper.get("central-secret"))
except Exception as failure:
    print(failure.code)
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with secret_service(tmp_path_factory.mktemp("keyring")) as environment:
        yield environment


@pytest.fixture
def on_the_bus(service: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """This process meets the keyring. One serves all tests: each has a home of its own."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service["DBUS_SESSION_BUS_ADDRESS"])


@pytest.fixture(params=["memory", "secret service"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> KeyKeeper:
    if request.param == "memory":
        return MemoryKeeper()
    request.getfixturevalue("on_the_bus")
    return KeyringKeeper(tmp_path, SecretService.Keyring)


def test_a_secret_is_kept_replaced_and_forgotten(keeper):
    assert keeper.get(LEDGER_KEY) is None
    keeper.put(LEDGER_KEY, "first")
    keeper.put(LEDGER_KEY, SECRET)
    assert keeper.get(LEDGER_KEY) == SECRET
    keeper.forget(LEDGER_KEY)
    assert keeper.get(LEDGER_KEY) is None


def test_forgetting_what_is_not_kept_is_no_error(keeper):
    keeper.forget(LEDGER_KEY)


def test_two_names_do_not_meet(keeper):
    keeper.put(LEDGER_KEY, "one")
    keeper.put(CENTRAL_SECRET, "two")
    assert (keeper.get(LEDGER_KEY), keeper.get(CENTRAL_SECRET)) == ("one", "two")


def test_two_homes_do_not_meet(on_the_bus, tmp_path):
    first, second = (KeyringKeeper(tmp_path / name, SecretService.Keyring) for name in ("a", "b"))
    first.put(LEDGER_KEY, SECRET)
    assert second.get(LEDGER_KEY) is None
    second.forget(LEDGER_KEY)
    assert KeyringKeeper(tmp_path / "x" / ".." / "a", SecretService.Keyring).get(LEDGER_KEY) == SECRET


def test_a_ledger_is_made_and_opened_with_the_keyring(keeper, tmp_path):
    create_ledger(tmp_path / "home", keeper)[0].close()
    with closing(open_ledger(tmp_path / "home", keeper)) as ledger:
        assert ledger.patients.count() == 0


# keyring leaves its connection to the garbage collector when it cannot unlock.
leaves_a_socket = pytest.mark.filterwarnings(
    r"ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)


@leaves_a_socket
def test_a_locked_keyring_whose_question_nobody_answers_is_said(tmp_path, monkeypatch):
    (tmp_path / "user").mkdir()
    with secret_service(tmp_path / "user") as environment:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", environment["DBUS_SESSION_BUS_ADDRESS"])
        keeper = KeyringKeeper(tmp_path, SecretService.Keyring)
        keeper.put(LEDGER_KEY, SECRET)
        import secretstorage  # with keyring on Linux alone

        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()
        for act in (keeper.get, keeper.forget, lambda name: keeper.put(name, "new")):
            with pytest.raises(KeyringLocked):
                act(LEDGER_KEY)
    gc.collect()


@leaves_a_socket
def test_without_a_bus_the_keyring_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    with pytest.raises(KeyringMissing):
        KeyringKeeper(tmp_path, SecretService.Keyring).get(LEDGER_KEY)
    gc.collect()


class PlainFileKeyring(KeyringBackend):
    """Such as keyrings.alt offers."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return "read from a plain file"

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


@pytest.mark.parametrize(
    "offered", [fail.Keyring(), null.Keyring(), PlainFileKeyring()], ids=lambda each: each.name
)
def test_no_keyring_or_one_that_does_not_protect_is_refused(monkeypatch, tmp_path, offered):
    monkeypatch.setattr(keyring, "get_keyring", lambda: offered)
    for act in (lambda each: each.get(LEDGER_KEY), lambda each: each.put(LEDGER_KEY, SECRET)):
        with pytest.raises(KeyringMissing):
            act(KeyringKeeper(tmp_path))


def test_of_several_keyrings_the_trusted_one_is_taken(monkeypatch):
    class Several(ChainerBackend):
        backends = (PlainFileKeyring(), SecretService.Keyring())

    monkeypatch.setattr(keyring, "get_keyring", Several)
    assert isinstance(system_keyring(), SecretService.Keyring)


@pytest.mark.parametrize(("with_service", "said"), [(True, SECRET), (False, "keyring.missing")])
def test_the_program_takes_what_the_system_offers(service, on_the_bus, tmp_path, with_service, said):
    KeyringKeeper(tmp_path, SecretService.Keyring).put(CENTRAL_SECRET, SECRET)
    without = {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "PYTHONUTF8": "1"}
    environment = service | (without if not with_service else {"PYTHONUTF8": "1"})
    command = [sys.executable, "-c", USES_WHAT_THE_SYSTEM_OFFERS, str(tmp_path)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == said


def test_a_keyring_that_never_answers_freezes_nobody(tmp_path):
    answered = Event()

    class Silent(PlainFileKeyring):
        def get_password(self, service: str, username: str) -> None:
            answered.wait()

    keeper = KeyringKeeper(tmp_path, Silent, time_limit_s=0.05)
    with pytest.raises(KeyringLocked, match=r"0\.05 s"):
        keeper.get(LEDGER_KEY)
    answered.set()


def test_a_keyring_that_fails_otherwise_is_said_without_the_secret(tmp_path):
    class Failing(PlainFileKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise OSError(f"cannot store {password}")

    with pytest.raises(KeyringError) as failed:
        KeyringKeeper(tmp_path, Failing).put(LEDGER_KEY, SECRET)
    assert failed.value.code == "keyring.failed"
    assert SECRET not in "".join(format_exception(failed.value))
