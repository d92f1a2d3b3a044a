"""`insurer register FILE.csv`: every good row in, every broken one told, whatever happens in between."""

import asyncio
import csv
import io
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.central.__main__ import main
from app.central.intermediary.identities import Intermediary
from app.central.intermediary.key import IntermediaryKey
from app.central.registration import register
from app.central.registry.load import load_insurers
from app.central.storage.database import open_database
from app.scheme.days import utc_now
from tests.central.clinic import ASSOCIATION, INSURERS, LATE_ELDERLY, MORNING, SOCIETY
from tests.central.registrar import Registrar, my_number, row
from tests.central.registration.big_file import KINDS, SET_ASIDE, BigFile

ROOT = Path(__file__).resolve().parents[3]
Size = Callable[[int, int], int]
State = tuple[dict[str, list[tuple[object, ...]]], list[tuple[str, str, str, str, bool]], int]


class Service:
    """A register and its intermediary, as an operator's commands see them."""

    def __init__(self, url: str, sibling: str, key: Path) -> None:
        self.options = ["--database", url, "--intermediary", sibling, "--intermediary-key", str(key)]
        self.url, self._sibling, self._key = url, sibling, key
        assert main(["migrate", *self.options]) == 0
        asyncio.run(self._open_books())

    async def _open_books(self) -> None:
        database = await open_database(self.url)
        async with database.transaction() as tx:
            await load_insurers(tx, INSURERS)
        await database.close()

    def register(self, file: Path, *more: str) -> int:
        return main(["insurer", "register", str(file), *more, *self.options])

    def state(self) -> State:
        """Everything known, without moments and without what is drawn by lot."""
        return asyncio.run(self._state())

    async def _state(self) -> State:
        database, store = await open_database(self.url), await open_database(self._sibling)
        registrar = Registrar(database, Intermediary(store, IntermediaryKey.read(self._key)))
        async with store.transaction() as tx:
            numbers = await tx.fetch("SELECT id FROM my_number")
        found = await registrar.versions(), await registrar.findings(), len(numbers)
        await database.close()
        await store.close()
        return found


@pytest.fixture
def service(url: str, sibling_url: str, tmp_path: Path) -> Service:
    return Service(url, sibling_url, tmp_path / "intermediary.key")


@pytest.fixture
def small(tmp_path: Path) -> Service:
    """On SQLite, where a sibling needs no naming."""
    return Service(
        f"sqlite:///{tmp_path / 'central.sqlite3'}",
        f"sqlite:///{tmp_path / 'central.intermediary.sqlite3'}",
        tmp_path / "central.intermediary.key",
    )


def _report(text: str) -> Iterator[tuple[int, str, str, str]]:
    for told in csv.DictReader(io.StringIO(text)):
        yield int(told["line"]), told["status"], told["field"], told["code"]


def _file(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "rows.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return file


def _header_and_row(**cells: str) -> tuple[str, str]:
    told = row() | cells
    return ",".join(told), ",".join(told.values())


@pytest.mark.timeout(900)
def test_every_good_row_enters_and_every_broken_one_is_told_in_one_pass(
    service: Service, tmp_path: Path, size: Size, capsys: pytest.CaptureFixture[str]
) -> None:
    """R1, R4"""
    file = BigFile.write(tmp_path / "members.csv", size(3_000, 100_000))
    assert len(set(file.expected.values())) >= 12
    assert len(file.expected) * 101 >= size(3_000, 100_000) * 10 // 11
    capsys.readouterr()
    assert service.register(file.path) == 0
    told = capsys.readouterr()
    status = {kind: "set_aside" if kind == SET_ASIDE else "refused" for kind in KINDS}
    expected = [(line, status[kind], *kind) for line, kind in sorted(file.expected.items())]
    assert list(_report(told.out)) == expected
    assert f"{file.good} accepted" in told.err
    versions, _, _ = before = service.state()
    present = [each for each in versions["cover"] if each[-1]]
    assert len(present) == file.good - len(_losses(versions))

    assert service.register(file.path) == 0
    told = capsys.readouterr()
    assert list(_report(told.out)) == expected
    assert f"0 accepted, {file.good} unchanged" in told.err
    assert service.state() == before


def _losses(versions: dict[str, list[tuple[object, ...]]]) -> list[tuple[object, ...]]:
    return [each for each in versions["cover"] if each[-1] and each[4] is not None]


def test_each_block_is_known_from_its_own_moment_and_the_file_told_again_changes_nothing(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """R4: what a desk could not be told yet was not known yet. A line takes back what another block said before it."""
    lines = [
        row(),
        row(2),
        row(address="東京都別区", card_issued_on="2024-04-01"),
        row(lost_on="2026-04-01", loss_reason="03"),
        row(lost_on="-", card_issued_on="2024-04-01", card_returned_on="2024-05-01"),
    ]
    columns = list(dict.fromkeys(name for each in lines for name in each))
    texts = [",".join(each.get(name, "") for name in columns) for each in lines]
    file = _file(tmp_path, ",".join(columns), *texts)
    monkeypatch.setattr(register, "ROWS_AT_ONCE", 1)
    seconds = itertools.count()
    monkeypatch.setattr(
        "app.central.commands.insurer.utc_now", lambda: MORNING + timedelta(seconds=next(seconds))
    )
    assert service.register(file) == 0
    assert "5 accepted" in capsys.readouterr().err
    lost = asyncio.run(_losses_known(service))
    before = service.state()
    assert [each for each, _ in lost] == [None, date(2026, 4, 1), None], "each was seen, in its turn"
    assert len({moment for _, moment in lost}) == 3

    for _ in range(2):
        assert service.register(file) == 0
        assert "0 accepted, 5 unchanged" in capsys.readouterr().err
        assert service.state() == before

    changed = _file(tmp_path, ",".join(columns), texts[2])
    assert service.register(changed) == 0
    assert "1 accepted" in capsys.readouterr().err, "in another file the address of before is news"


async def _losses_known(service: Service) -> list[tuple[date | None, datetime]]:
    """Of the first card, as told one after another."""
    database = await open_database(service.url)
    async with database.transaction() as tx:
        rows = await tx.fetch(
            "SELECT lost_on, cover.known_from FROM cover JOIN card_key ON card_key.period_id = cover.period_id"
            " WHERE branch = '00' AND card_key.known_until IS NULL ORDER BY cover.known_from"
        )
    await database.close()
    return [(each["lost_on"], each["known_from"]) for each in rows]


def test_between_two_blocks_the_one_writer_of_a_file_gives_way(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service on the same file would else turn a counter away after two seconds."""
    breaths: list[float] = []

    async def breathe(seconds: float) -> None:
        breaths.append(seconds)

    monkeypatch.setattr("app.central.registration.register.asyncio.sleep", breathe)
    file = BigFile.write(tmp_path / "members.csv", 3 * register.ROWS_AT_ONCE)
    assert service.register(file.path) == 0
    assert len(breaths) == (2 if service.url.startswith("sqlite") else 0)
    assert all(each >= 0.02 for each in breaths)


def test_a_killed_run_comes_to_the_same_end_when_it_is_run_again(small: Service, tmp_path: Path) -> None:
    file = BigFile.write(tmp_path / "members.csv", 2_000)
    command = [sys.executable, "-m", "app.central", "insurer", "register", str(file.path), *small.options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while not _entered(small):
            assert run.poll() is None, "ended before it could be killed"
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    cut_off = _entered(small)
    assert 0 < cut_off < file.good - 400, "some blocks are in, others are not"
    assert small.register(file.path) == 0

    folder = tmp_path / "uninterrupted"
    folder.mkdir()
    other = Service(f"sqlite:///{folder / 'a.sqlite3'}", f"sqlite:///{folder / 'b.sqlite3'}", folder / "key")
    assert other.register(file.path) == 0
    assert small.state() == other.state()


def _entered(service: Service) -> int:
    """Read beside whoever writes, without ever holding up a write."""
    file = service.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as register:
        (count,) = register.execute("SELECT count(*) FROM period").fetchone()
    return int(count)


def test_a_run_cut_off_between_the_two_databases_comes_to_the_same_end(
    small: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: the intermediary is written first; who got a number there gets no second one."""
    file = BigFile.write(tmp_path / "members.csv", 200)

    async def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(register, "note_change", cut_off)
        main(["insurer", "register", str(file.path), *small.options])
    versions, _, numbers = small.state()
    assert (versions["cover"], numbers > 0) == ([], True)
    assert small.register(file.path) == 0
    versions, _, again = small.state()
    assert versions["cover"] and again == numbers


def test_columns_may_be_missing_and_stand_in_any_order(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, cells = _header_and_row()
    names, told = header.split(","), cells.split(",")
    backwards = ",".join(reversed(names)), ",".join(reversed(told))
    assert small.register(_file(tmp_path, *backwards, encoding="utf-8-sig")) == 0
    assert "1 rows: 1 accepted" in capsys.readouterr().err


def test_an_open_quotation_mark_swallows_no_other_row(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, cells = _header_and_row()
    broken = cells.replace(SOCIETY, f'"{SOCIETY}')
    small.register(_file(tmp_path, header, broken, "", cells))
    told = capsys.readouterr()
    assert list(_report(told.out)) == [(2, "refused", "", "column_count")]
    assert "2 rows: 1 accepted" in told.err


def test_the_report_comes_as_json_lines_too(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, cells = _header_and_row(sex="x", kana="x")
    capsys.readouterr()
    small.register(_file(tmp_path, header, cells), "--json")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(each["line"], each["status"], each["field"], each["code"]) for each in told} == {
        (2, "refused", "sex", "sex"),
        (2, "refused", "kana", "kana"),
    }


@pytest.mark.parametrize(
    ("lines", "encoding", "words"),
    [
        (_header_and_row(), "cp932", "Shift_JIS"),
        (_header_and_row(), "utf-16", "not UTF-8"),
        (_header_and_row()[1:], "utf-8", "header: column 1 "),
        (("insurer_number,number,number",), "utf-8", "column 3 is there twice"),
        (("insurer_number,symbol",), "utf-8", "number is missing"),
        ((), "utf-8", "header"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_before_any_row(
    small: Service,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    lines: tuple[str, ...],
    encoding: str,
    words: str,
) -> None:
    assert small.register(_file(tmp_path, *lines, encoding=encoding)) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "架空" not in told and my_number(1) not in told
    assert _entered(small) == 0


@pytest.mark.parametrize(
    ("beginning", "words"),
    [
        (b"%PDF-1.7\n", "is a PDF, not a CSV file"),
        (b"PK\x03\x04\x14\x00", "is a spreadsheet or another zip archive, not a CSV file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an older spreadsheet or Office document, not a CSV file"),
    ],
)
def test_a_file_of_another_program_is_called_by_what_it_is(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str], beginning: bytes, words: str
) -> None:
    """Its bytes may well read as Shift_JIS."""
    file = tmp_path / "members.csv"
    file.write_bytes(beginning + "\r\n".join(_header_and_row()).encode("cp932"))
    assert small.register(file) == 2
    assert words in capsys.readouterr().err


def test_a_missing_file_is_bad_input(small: Service, tmp_path: Path) -> None:
    assert small.register(tmp_path / "none.csv") == 2


@pytest.mark.parametrize(
    "moment", ["2026-11-20", "yesterday", "2126-01-01T00:00:00+09:00", "0001-01-01T00:00:00+12:00"]
)
def test_a_moment_of_knowing_is_a_moment_that_has_been(small: Service, tmp_path: Path, moment: str) -> None:
    """R4"""
    assert small.register(_file(tmp_path, *_header_and_row()), "--known-at", moment) == 2


def test_the_moment_of_knowing_does_not_precede_the_newest_change(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R4"""
    file = _file(tmp_path, *_header_and_row())
    early, late = "2026-04-10T09:00:00+09:00", "2026-04-25T09:00:00+09:00"
    assert small.register(file, "--known-at", late) == 0
    assert small.register(file, "--known-at", early) == 2
    assert "known-at" in capsys.readouterr().err
    assert small.register(file, "--known-at", late) == 0


def test_a_register_that_is_ahead_of_the_clock_is_told(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """R4: what is told now gets the moment of the newest change, which is still to come."""
    header, cells = _header_and_row()
    with monkeypatch.context() as tomorrow:
        tomorrow.setattr("app.central.commands.insurer.utc_now", lambda: utc_now() + timedelta(days=1))
        assert small.register(_file(tmp_path, header, cells)) == 0
    assert "ahead" not in capsys.readouterr().err
    _, second = _header_and_row(**row(2))
    assert small.register(_file(tmp_path, header, second)) == 0
    told = capsys.readouterr().err
    assert (
        "nobody sees what is told now before" in told and f"{utc_now() + timedelta(days=1):%Y-%m-%d}" in told
    )


def test_a_finding_is_settled_once(
    small: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, cells = _header_and_row()
    _, married = _header_and_row(insurer_number=ASSOCIATION, name="見本　花", acquired_on="2026-04-01")
    small.register(_file(tmp_path, header, cells, married))
    assert "insurer confirm NUMBER FINDING" in capsys.readouterr().err, "what to do about it is told"
    finding = ["insurer", "confirm", ASSOCIATION, "1", *small.options]
    other = ["insurer", "confirm", LATE_ELDERLY, "1", *small.options]
    assert [main(other), main(finding), main(finding)] == [4, 0, 4]
    capsys.readouterr()
    small.register(_file(tmp_path, header, cells, married))
    assert "1 accepted, 1 unchanged, 0 set aside" in capsys.readouterr().err


def test_beside_postgresql_the_intermediary_has_to_be_named(tmp_path: Path) -> None:
    file = _file(tmp_path, *_header_and_row())
    assert main(["insurer", "register", str(file), "--database", "postgresql:///none"]) == 2


def test_a_lost_key_is_not_replaced_by_a_new_one(small: Service, tmp_path: Path) -> None:
    """R3"""
    key = tmp_path / "central.intermediary.key"
    key.unlink()
    assert small.register(_file(tmp_path, *_header_and_row())) == 4
    assert main(["migrate", *small.options]) == 4
    assert not key.exists()
