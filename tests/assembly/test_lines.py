"""The line of a home: kept whole, spoken over, forgotten (a wrong secret changes nothing)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.central_client.connection_file import ConnectionFileUnwritable
from app.adapters.central_client.practice_service import PracticeTown
from app.adapters.central_client.transport import AddressRefused
from app.adapters.credentials.errors import KeyringLocked
from app.adapters.credentials.keeper import CENTRAL_SECRET, MemoryKeeper
from app.assembly.lines import connect_tools, connected_line, practice_line
from app.commands.connect import ConnectTools, Line
from app.eligibility.ports import CentralUntrusted, CredentialsRefused, NotConnected, PracticeRefused
from app.settings import Settings
from tests.adapters.central_client.service import Reply, ScriptedService, scripted_service
from tests.contract.vectors import vector

CODE = "1319990014"


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with scripted_service() as running:
        running.routes["/v1/institution"] = [Reply(200, vector("institution"))]
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def tools(settings: Settings, keeper: MemoryKeeper) -> ConnectTools:
    return connect_tools(settings, keeper, str)


def _connect(tools: ConnectTools, url: str, secret: str = "s3cret", ca_file: Path | None = None) -> None:
    line = Line(url, CODE, secret, ca_file)
    tools.keep(line, tools.try_line(line))


def _files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.home.glob("*")}


def _trouble(settings: Settings, keeper: MemoryKeeper) -> type[Exception] | None:
    opened = connected_line(settings, keeper)
    try:
        opened.line.whoami()
    except Exception as trouble:  # whatever it is, the test names it
        return type(trouble)
    finally:
        opened.close()
    return None


def test_a_connected_home_asks_with_its_own_secret(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper
) -> None:
    _connect(tools, service.url)
    service.sent.clear()
    assert _trouble(settings, keeper) is None
    assert b"client_secret=s3cret" in service.sent_to("/v1/token")[0].body


def test_the_secret_lies_in_no_file(
    tools: ConnectTools, service: ScriptedService, settings: Settings
) -> None:
    _connect(tools, service.url)
    assert list(_files(settings)) == ["connection.json"]
    assert b"s3cret" not in _files(settings)["connection.json"]


def test_a_wrong_secret_changes_nothing(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper
) -> None:
    _connect(tools, service.url)
    before = _files(settings)
    service.routes["/v1/token"] = [Reply(401, vector("problem-credentials-refused"))]
    with pytest.raises(CredentialsRefused):
        _connect(tools, service.url, "another")
    assert _files(settings) == before
    assert keeper.get(CENTRAL_SECRET) == "s3cret"


def _secret_refused_while_open(service: ScriptedService) -> None:
    service.routes["/v1/institution"] = [
        Reply(401, vector("problem-token-expired")),
        Reply(200, vector("institution")),
    ]
    service.routes["/v1/token"] = [
        Reply(401, vector("problem-credentials-refused")),
        Reply(200, vector("token")),
    ]


def test_an_open_desk_goes_on_with_the_secret_that_was_renewed_meanwhile(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper
) -> None:
    _connect(tools, service.url)
    opened = connected_line(settings, keeper)
    opened.line.whoami()
    _connect(tools, service.url, "renewed")
    _secret_refused_while_open(service)
    opened.line.whoami()
    opened.close()
    refused, taken = service.sent_to("/v1/token")[-2:]
    assert b"client_secret=s3cret" in refused.body
    assert b"client_secret=renewed" in taken.body


def test_an_open_desk_whose_secret_was_not_renewed_is_refused_once(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper
) -> None:
    _connect(tools, service.url)
    opened = connected_line(settings, keeper)
    opened.line.whoami()
    before = len(service.sent_to("/v1/token"))
    _secret_refused_while_open(service)
    with pytest.raises(CredentialsRefused):
        opened.line.whoami()
    opened.close()
    assert len(service.sent_to("/v1/token")) == before + 1


def test_where_the_keyring_is_locked_meanwhile_the_services_refusal_is_told(
    tools: ConnectTools,
    service: ScriptedService,
    settings: Settings,
    keeper: MemoryKeeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _connect(tools, service.url)
    opened = connected_line(settings, keeper)

    def locked(name: str) -> str | None:
        raise KeyringLocked

    monkeypatch.setattr(keeper, "get", locked)
    service.routes["/v1/token"] = [Reply(401, vector("problem-credentials-refused"))]
    with pytest.raises(CredentialsRefused):
        opened.line.whoami()
    opened.close()


@pytest.mark.parametrize(
    "address",
    ["http://central.example", "http://192.0.2.1:8443", "ftp://127.0.0.1", "central.example", "https://"],
)
def test_an_address_that_would_send_the_secret_in_the_open_is_refused(
    tools: ConnectTools, settings: Settings, address: str
) -> None:
    with pytest.raises(AddressRefused):
        _connect(tools, address)
    assert not settings.home.exists()


def test_a_desk_never_connects_to_a_practice_service(
    tools: ConnectTools, service: ScriptedService, settings: Settings
) -> None:
    service.practice = True
    with pytest.raises(PracticeRefused):
        _connect(tools, service.url)
    assert not settings.home.exists()


def test_practice_never_speaks_to_a_real_service(service: ScriptedService, tmp_path: Path) -> None:
    opened = practice_line(PracticeTown(service.url, CODE, "s3cret", tmp_path, tmp_path / "RECEIPTC.UKE"))
    with pytest.raises(PracticeRefused):
        opened.line.whoami()
    opened.close()


def test_where_the_address_cannot_be_written_the_former_secret_comes_back(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper
) -> None:
    settings.home.write_text("a file where the folder should be")
    with pytest.raises(ConnectionFileUnwritable):
        _connect(tools, service.url)
    assert keeper.get(CENTRAL_SECRET) is None
    keeper.put(CENTRAL_SECRET, "former")
    with pytest.raises(ConnectionFileUnwritable):
        _connect(tools, service.url)
    assert keeper.get(CENTRAL_SECRET) == "former"


def test_a_home_never_connected_has_no_line(settings: Settings, keeper: MemoryKeeper) -> None:
    """R20"""
    assert _trouble(settings, keeper) is NotConnected


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'"x"', b"{}", b"\xff\xfe", b'{"url": 5}'])
def test_with_a_damaged_connection_checks_wait_until_it_is_made_again(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper, damage: bytes
) -> None:
    _connect(tools, service.url)
    settings.connection_file.write_bytes(damage)
    assert _trouble(settings, keeper) is CredentialsRefused
    _connect(tools, service.url)
    assert _trouble(settings, keeper) is None


def test_a_connection_without_its_secret_is_not_taken_for_none(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper
) -> None:
    """Another account on the PC: checks wait instead of being noted as never to be sent."""
    _connect(tools, service.url)
    keeper.forget(CENTRAL_SECRET)
    assert _trouble(settings, keeper) is CredentialsRefused


def test_the_trust_anchor_stays_when_the_stick_it_came_on_is_gone(
    tools: ConnectTools, service: ScriptedService, settings: Settings, tmp_path: Path
) -> None:
    given = tmp_path / "stick.pem"
    given.write_text("-----BEGIN CERTIFICATE-----\n")
    _connect(tools, service.url, ca_file=given)
    given.unlink()
    assert settings.trust_anchor_file.read_text() == "-----BEGIN CERTIFICATE-----\n"


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_trust_anchor_that_cannot_be_read_trusts_nobody(
    tools: ConnectTools, settings: Settings, tmp_path: Path, service: ScriptedService, content: bytes | None
) -> None:
    anchor = tmp_path / "anchor.pem"
    if content is not None:
        anchor.write_bytes(content)
    with pytest.raises(CentralUntrusted):
        _connect(tools, service.url.replace("http", "https"), ca_file=anchor)
    assert not settings.home.exists()


def test_disconnecting_leaves_neither_address_nor_secret(
    tools: ConnectTools, service: ScriptedService, settings: Settings, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.pem"
    anchor.write_text("-----BEGIN CERTIFICATE-----\n")
    _connect(tools, service.url, ca_file=anchor)
    assert tools.forget()
    assert (_files(settings), keeper.get(CENTRAL_SECRET)) == ({}, None)
    assert not tools.forget()


class LockedKeeper(MemoryKeeper):
    def forget(self, name: str) -> None:
        raise KeyringLocked


def test_with_a_locked_keyring_disconnecting_changes_nothing(
    service: ScriptedService, settings: Settings
) -> None:
    tools = connect_tools(settings, LockedKeeper(), str)
    _connect(tools, service.url)
    before = _files(settings)
    with pytest.raises(KeyringLocked):
        tools.forget()
    assert _files(settings) == before
