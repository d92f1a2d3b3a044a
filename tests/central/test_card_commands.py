"""A card's life as an operator types it: bound, renewed, lost, issued anew; and the issuer's lists."""

import asyncio
import csv
import io
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.central.__main__ import main
from app.central.cards.bindings import Standing, standing_of
from app.central.cards.certificate import read_card_certificate
from app.central.storage.database import open_database
from tests.central.clinic import SOCIETY, Clinic, StandingClock, card, cover, enter, person
from tests.central.issuers import LISTED_AT, LISTED_UNTIL, NEWER, STRANGER, SoftCard

Command = Callable[..., int]
WHO = ["--insurer", SOCIETY, "--symbol", "12", "--number", "3456", "--branch", "00"]
NOW = datetime.now(tz=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A migrated register with one person, and the issuer pinned."""
    found = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    assert main(["migrate", "--database", found]) == 0

    async def fill() -> None:
        database = await open_database(found)
        await enter(database, person(cover(card())))
        await database.close()

    asyncio.run(fill())
    return found


@pytest.fixture
def command(url: str, tmp_path: Path) -> Command:
    def run(*arguments: object) -> int:
        return main(["card", *map(str, arguments), "--database", url])

    assert run("trust", _file(tmp_path, NEWER.certificate)) == 0
    return run


def _file(folder: Path, der: bytes) -> Path:
    file = folder / f"{hash(der)}.der"
    file.write_bytes(der)
    return file


def _standing(url: str, soft: SoftCard) -> Standing:
    async def ask() -> Standing:
        database = await open_database(url)
        async with database.transaction() as tx:
            found = await standing_of(tx, read_card_certificate(soft.certificate))
        await database.close()
        return found

    return asyncio.run(ask())


def test_a_card_is_renewed_lost_and_issued_anew(
    command: Command, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R5: each new certificate serves the same person; the ones before serve nobody."""
    first, renewed, anew = (
        NEWER.card(serial, since=datetime(year, 2, 14, tzinfo=UTC))
        for serial, year in ((31, 2023), (32, 2025), (33, 2026))
    )
    assert command("bind", _file(tmp_path, first.certificate), *WHO) == 0
    assert command("bind", _file(tmp_path, renewed.certificate), *WHO) == 0
    assert "replaces 1" in capsys.readouterr().err
    assert [_standing(url, each).is_revoked for each in (first, renewed)] == [True, False]
    assert command("revoke", *WHO) == 0
    assert _standing(url, renewed).is_revoked
    assert command("revoke", *WHO) == 0
    assert "nothing to revoke" in capsys.readouterr().err
    assert command("bind", _file(tmp_path, anew.certificate), *WHO) == 0
    assert [_standing(url, each).is_revoked for each in (first, renewed, anew)] == [True, True, False]
    assert len({_standing(url, each).person_id for each in (first, renewed, anew)}) == 1


@pytest.mark.parametrize("who", [[], ["--insurer", SOCIETY], ["--insurer", SOCIETY, "--number", "9999"]])
def test_a_loss_without_certificate_names_exactly_one_person(command: Command, who: list[str]) -> None:
    assert command("revoke", *who) == (2 if "--number" not in who else 4)


def test_a_list_is_taken_and_printed_with_its_age(
    command: Command, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft = NEWER.card(serial=41)
    assert command("bind", _file(tmp_path, soft.certificate), *WHO) == 0
    listed_at = NOW.replace(microsecond=0) - timedelta(hours=30)
    der = NEWER.revocation_list(41, since=listed_at, until=listed_at + timedelta(hours=24), number=5)
    capsys.readouterr()
    assert command("crl", _file(tmp_path, der)) == 0
    told = capsys.readouterr()
    assert "1 revoked, 1 of them new" in told.err and "past its next update" in told.err
    assert _standing(url, soft).is_revoked
    assert command("crl", "--list") == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["number"], row["entries"], row["age_hours"], row["state"]) == ("5", "1", "30", "stale")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no list", "not a revocation list"),
        (
            STRANGER.revocation_list(7, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)),
            "no trusted issuer",
        ),
        (NEWER.revocation_list(7, since=NOW + timedelta(days=1), until=NOW + timedelta(days=2)), "clock"),
    ],
    ids=["no list", "a stranger's", "of tomorrow"],
)
def test_a_list_that_is_not_taken_says_why(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    assert command("crl", _file(tmp_path, content)) == 4
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["nowhere.crl"], ["http://ca.example/list.crl"], ["x.crl", "--list"], ["--forget", "https://x/y"]],
)
def test_half_orders_and_open_lines_are_refused(command: Command, arguments: list[str]) -> None:
    assert command("crl", *arguments) == 2


def test_an_address_once_read_is_read_again_and_forgotten(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    issuer = HTTPServer(("127.0.0.1", 0), _Issuer)
    address = f"http://127.0.0.1:{issuer.server_port}/newest.crl"
    thread = threading.Thread(target=issuer.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        assert command("crl", address) == 0
        assert command("crl", "--refresh") == 0
    finally:
        issuer.shutdown()
        thread.join()
        issuer.server_close()
    capsys.readouterr()
    assert command("crl", "--refresh") == 4, "nobody answers any more"
    (told_why,) = capsys.readouterr().err.splitlines()
    assert told_why.startswith(f"{address}: the address does not answer as it should (")
    capsys.readouterr()
    assert command("crl", "--list") == 0
    told = capsys.readouterr()
    assert address in told.out and f"{address}: the address does not answer as it should\n" in told.err
    assert command("crl", "--forget", address) == 0
    assert command("crl", "--refresh") == 0


class _Issuer(BaseHTTPRequestHandler):
    listed = NEWER.revocation_list(
        7, since=NOW.replace(microsecond=0) - timedelta(hours=1), until=NOW + timedelta(days=1)
    )

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.listed)

    def log_message(self, *_: object) -> None:
        """Silent."""


def test_nothing_registered_is_refreshed_at_once(command: Command) -> None:
    assert command("crl", "--refresh") == 0


@pytest.mark.anyio
async def test_health_tells_of_stale_lists_and_answers_go_on(clinic: Clinic, clock: StandingClock) -> None:
    from app.central.cards.bindings import trust
    from app.central.cards.lists import take
    from app.central.cards.revocation_list import read_revocation_list

    async with clinic.database.transaction() as tx:
        await trust(tx, NEWER.certificate, LISTED_AT)
        await take(tx, read_revocation_list(NEWER.revocation_list(7)), "a.crl", clock())
    await clinic.enter(person())
    assert json.loads((await clinic.line.get("/health")).text) == {
        "status": "ok",
        "stale_revocation_lists": 0,
        "register_ahead_s": 0,
    }
    clock.now = LISTED_UNTIL + timedelta(minutes=1)
    assert (await clinic.line.get("/health")).json()["stale_revocation_lists"] == 1
    await clinic.sign_in("1319990014", clinic.secret)
    assert (await clinic.typed()).json()["outcome"] == "valid"


def test_the_calendar_is_printed_and_chosen(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """R19: the outline's where none was chosen."""

    def starts(*name: str) -> dict[str, str]:
        capsys.readouterr()
        assert main(["calendar", *name, "--database", url]) == 0
        told = capsys.readouterr()
        assert ("starts again" in told.err) is bool(name), "a running service keeps its own"
        return {row["service"]: row["starts_on"] for row in csv.DictReader(io.StringIO(told.out))}

    assert starts()["typed_check"] == "2021-05-01"
    assert starts("today")["typed_check"] == "2021-10-20"
    assert starts()["cost_information"] == "2021-11-19"
    assert starts("outline")["branch_on_receipts"] == "2021-10-01"
