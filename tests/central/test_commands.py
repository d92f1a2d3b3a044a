"""The service's terminal commands, as an operator types them."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.central.__main__ import main
from app.central.commands.on_database import EXIT_STATUS
from app.central.intermediary.migrations import MIGRATIONS as INTERMEDIARY_MIGRATIONS
from app.central.registration.row import COLUMNS, Action
from app.central.storage.migrations import MIGRATIONS
from tests.central.clinic import SOCIETY, card, cover, enter, person
from tests.central.issuers import NEWER, STRANGER

Command = Callable[..., int]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def command(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A command on a database of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    url = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    return lambda *arguments: main([*arguments, "--database", url])


def _pem(folder: Path, der: bytes) -> str:
    file = folder / f"{hash(der)}.pem"
    file.write_bytes(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM))
    return str(file)


def _enter(tmp_path: Path, *numbers: str) -> None:
    import asyncio

    from app.central.storage.database import open_database

    async def run() -> None:
        database = await open_database(f"sqlite:///{tmp_path / 'central.sqlite3'}")
        people = [
            person(cover(card(number=number, branch=f"{place:02}"))) for place, number in enumerate(numbers)
        ]
        await enter(database, *people)
        await database.close()

    asyncio.run(run())


def test_a_database_is_brought_to_shape_before_anything_else(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("create-institution", "1319990014", "--name", "見本医院") == 3
    assert "migrate" in capsys.readouterr().err
    assert command("migrate") == 0
    of_the_intermediary = [f"intermediary/{name}" for name, _ in INTERMEDIARY_MIGRATIONS]
    assert capsys.readouterr().out.split() == [name for name, _ in MIGRATIONS] + of_the_intermediary
    assert command("migrate") == 0
    assert capsys.readouterr().out == ""


def test_an_institutions_secret_stands_alone_on_standard_output_once(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("migrate")
    capsys.readouterr()
    assert command("create-institution", "1319990014", "--name", "見本医院") == 0
    told = capsys.readouterr()
    (secret,) = told.out.splitlines()
    assert len(secret) >= 43 and secret not in told.err
    assert command("create-institution", "1319990014", "--name", "見本医院") == 4
    assert command("create-institution", "13199900", "--name", "見本医院") == 2


@pytest.mark.parametrize(
    "newcomer",
    [
        ("create-institution", "1319990014", "--name", " "),
        ("create-insurer", "06139992", "--name", " "),
        ("create-phr-client", " ", "--redirect", "https://phr.example/back"),
    ],
)
def test_nobody_is_let_in_without_a_name(
    newcomer: tuple[str, ...], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("migrate")
    capsys.readouterr()
    assert command(*newcomer) == 2
    told = capsys.readouterr()
    assert told.out == "" and "name" in told.err


def test_a_card_is_bound_to_exactly_one_person_under_a_trusted_issuer(
    command: Command, tmp_path: Path
) -> None:
    command("migrate")
    _enter(tmp_path, "3456", "3456", "7890")
    bind = ["card", "bind", _pem(tmp_path, NEWER.card().certificate), "--insurer", SOCIETY, "--symbol", "12"]
    assert command(*bind, "--number", "3456", "--branch", "00") == 4, "no issuer is trusted yet"
    assert command("card", "trust", _pem(tmp_path, NEWER.certificate)) == 0
    assert command(*bind, "--number", "3456") == 4, "two people stand under this card"
    assert command(*bind, "--number", "9999", "--branch", "00") == 4, "nobody does"
    assert command(*bind, "--number", "3456", "--branch", "01") == 0
    assert command(*bind, "--number", "7890", "--branch", "02") == 4, "bound already"


def test_a_card_of_a_trusted_issuer_alone_is_revoked(command: Command, tmp_path: Path) -> None:
    command("migrate")
    command("card", "trust", _pem(tmp_path, NEWER.certificate))
    assert command("card", "revoke", _pem(tmp_path, NEWER.card().certificate)) == 0
    assert command("card", "revoke", _pem(tmp_path, STRANGER.card().certificate)) == 4


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_file_that_is_no_issuer_is_refused(command: Command, tmp_path: Path, content: bytes | None) -> None:
    command("migrate")
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    assert command("card", "trust", str(file)) == (2 if content is None else 4)


def test_the_town_fills_a_database_once_and_writes_its_cards(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        command("town", "--people", "100", "--seed", "3", "--cards", str(tmp_path / "cards"), "--list") == 0
    )
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    cards = {row["card"] for row in rows} - {""}
    assert cards and cards <= {file.name for file in (tmp_path / "cards").iterdir()}
    assert command("town") == 4
    assert command("create-institution", "1319999990", "--name", "追加") == 0


def test_the_towns_insurers_can_tell_of_their_members_at_once(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("town", "--people", "60", "--list") == 0
    listed = csv.DictReader(io.StringIO(capsys.readouterr().out))
    member = next(row for row in listed if row["case"] == "valid-society")
    rows = tmp_path / "rows.csv"
    names = ("insurer", "symbol", "number", "branch")
    cells = ",".join(member[name] for name in names)
    rows.write_text(
        f"action,insurer_number,symbol,number,branch,lost_on,loss_reason\nlose,{cells},2026-10-01,03\n",
        encoding="utf-8",
    )
    assert command("insurer", "register", str(rows)) == 0
    assert "1 accepted" in capsys.readouterr().err


def test_a_database_with_a_real_institution_takes_no_town(command: Command) -> None:
    command("migrate")
    command("create-institution", "1319990014", "--name", "見本医院")
    assert command("town") == 3


def test_the_practice_towns_list_needs_no_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["town", "--list"]) == 0
    header = capsys.readouterr().out.splitlines()[0]
    assert header == "case,insurer,symbol,number,branch,birth,on,expected,card"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--listen", "0.0.0.0:8443"],
        ["--listen", "clinic.example:8443"],
        ["--listen", "127.0.0.1"],
        ["--listen", "127.0.0.1:0", "--tls-cert", "x.pem"],
        ["--practice", "--database", "sqlite:///x"],
    ],
)
def test_plain_http_stays_on_this_computer_and_half_orders_are_refused(arguments: list[str]) -> None:
    assert main(["serve", *arguments]) == 2


@pytest.mark.parametrize("action", [(), ("register",), ("delays",)])
def test_help_says_what_a_command_does_and_how_it_ends(
    action: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["insurer", *action, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert EXIT_STATUS in told
    assert told.index("rows" if action != ("delays",) else "days between") < told.index("positional")


def test_help_names_every_column_of_a_file_of_rows(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["insurer", "register", "--help"])
    told = re.findall(r"\w+", capsys.readouterr().out)
    assert {*COLUMNS, *filter(None, Action)} <= set(told)


def test_help_comes_without_the_web_frameworks() -> None:
    probe = (
        "import sys\nfrom app.central.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'fastapi', 'uvicorn', 'cryptography', 'pydantic'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, timeout=30)
    assert done.stderr.strip() == "[]"
    assert "create-institution" in done.stdout


_NEWCOMERS = {
    "institution": ("create-institution", "1319990014", "--name", "見本医院"),
    "insurer": ("create-insurer", "06139992", "--name", "見本組合"),
    "phr-client": ("create-phr-client", "見本手帳", "--redirect", "https://phr.example/back"),
}


@pytest.mark.parametrize("kind", _NEWCOMERS)
def test_who_is_there_already_is_refused_with_the_way_to_a_new_secret(
    kind: str, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("migrate")
    command(*_NEWCOMERS[kind])
    capsys.readouterr()
    assert command(*_NEWCOMERS[kind]) == 4
    told = capsys.readouterr()
    assert told.out == "" and f"renew-secret {kind}" in told.err


def test_services_that_persons_cannot_tell_apart_by_name_are_one(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """R18: she allows by the name that she reads. The refusal names the id that a new secret is asked for by."""
    command("migrate")
    capsys.readouterr()
    command("create-phr-client", "ＰＨＲ 手帳", "--redirect", "https://phr.example/back")
    client_id = json.loads(capsys.readouterr().out)["client_id"]
    assert command("create-phr-client", "phr手帳", "--redirect", "https://other.example/back") == 4
    assert f"renew-secret phr-client {client_id}" in capsys.readouterr().err


@pytest.mark.parametrize("kind", _NEWCOMERS)
@pytest.mark.parametrize("old", [("--now",), ("--old-until", "2999-01-01T00:00:00+09:00")])
def test_a_new_secret_stands_alone_on_standard_output_once(
    old: tuple[str, ...], kind: str, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("migrate")
    capsys.readouterr()
    command(*_NEWCOMERS[kind])
    first = capsys.readouterr().out.strip()
    owner = json.loads(first)["client_id"] if kind == "phr-client" else _NEWCOMERS[kind][1]
    assert command("renew-secret", kind, owner, *old) == 0
    told = capsys.readouterr()
    (secret,) = told.out.splitlines()
    assert len(secret) >= 43 and secret not in told.err and secret not in first
    assert ("2999-01-01" in told.err) is (old[0] == "--old-until")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("institution", "1319990014", "--now"), 4),
        (("phr-client", "phr-0", "--now"), 4),
        (("institution", "131999", "--now"), 2),
        (("insurer", "06139992", "--old-until", "2026-01-01"), 2),
    ],
)
def test_nobodys_secret_is_not_renewed(
    arguments: tuple[str, ...], status: int, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("migrate")
    capsys.readouterr()
    assert command("renew-secret", *arguments) == status
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("now", [(), ("--now",)])
def test_a_tokens_key_is_renewed_without_a_word_of_it(
    now: tuple[str, ...], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command("migrate")
    capsys.readouterr()
    assert command("renew-token-key", *now) == 0
    told = capsys.readouterr()
    assert told.out == "" and "signs from" in told.err
