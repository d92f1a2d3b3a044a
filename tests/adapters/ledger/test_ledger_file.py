"""The file itself: whom it opens for, what it refuses, what can be read in it without the key."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from app.adapters.credentials.errors import KeyringMissing
from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.errors import (
    LedgerDamaged,
    LedgerDiskFull,
    LedgerExists,
    LedgerInUse,
    LedgerLocked,
    LedgerMissing,
    LedgerTooNew,
    LedgerUnreachable,
)
from app.adapters.ledger.file import connect
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.key import LedgerKey
from app.adapters.ledger.ledger import create_ledger, open_ledger
from tests import people
from tests.people import NOW

OWNS_THE_HOME = """
import sys
from pathlib import Path
from app.adapters.ledger.owner import HomeOwner
owner = HomeOwner.of(Path(sys.argv[1]))
print("owned", flush=True)
sys.stdin.read()
"""


def filled(ledger, checks=1):
    patient = ledger.patients.add(people.patient(address="東京都見本区例示町"))
    for number in range(checks):
        ledger.checks.enter(people.check(f"check-{number}", patient_id=patient.id, question=people.signed()))
    return patient


def damage(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def test_what_was_entered_is_there_after_closing(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        patient = filled(ledger)
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert ledger.patients.get(patient.id) == patient
        assert [each.id for each in ledger.checks.waiting()] == ["check-0"]


def test_a_closed_ledger_is_one_file(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        filled(ledger)
        assert (made.home / "ledger.db-wal").exists()
    assert not (made.home / "ledger.db-wal").exists()


def test_a_home_without_ledger_is_said(tmp_path):
    with pytest.raises(LedgerMissing):
        open_ledger(tmp_path, MemoryKeeper())


def test_a_second_ledger_is_never_made_over_the_first(made):
    before = made.keeper.get(LEDGER_KEY)
    with pytest.raises(LedgerExists):
        create_ledger(made.home, made.keeper)
    assert made.keeper.get(LEDGER_KEY) == before


def test_a_first_start_that_was_cut_off_begins_again(tmp_path, made):
    place = LedgerHome(made.home)
    place.ledger.rename(made.home / "ledger.new")
    with closing(create_ledger(made.home, made.keeper)[0]) as ledger:
        assert ledger.patients.count() == 0


@pytest.mark.parametrize("kept", [None, "not a key", "ab" * 32], ids=["none", "no key", "another key"])
def test_without_its_key_the_ledger_stays_shut(made, kept):
    keeper = MemoryKeeper()
    if kept is not None:
        keeper.put(LEDGER_KEY, kept)
    with pytest.raises(LedgerLocked):
        open_ledger(made.home, keeper)


def test_a_ledger_of_a_newer_version_is_refused_and_left_as_it_is(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger, ledger._file.writing() as db:
        row = {"migration_set": "madoguchi", "name": "m999_of_the_future", "applied_at": "2030-01-01"}
        db.table("_sqlite_migrations").insert(row)
    before = LedgerHome(made.home).ledger.read_bytes()
    with pytest.raises(LedgerTooNew):
        open_ledger(made.home, made.keeper)
    assert LedgerHome(made.home).ledger.read_bytes() == before


def test_a_damaged_first_page_is_not_taken_for_a_wrong_key(made):
    damage(LedgerHome(made.home).ledger, 300)
    with pytest.raises(LedgerDamaged):
        open_ledger(made.home, made.keeper)


def test_damage_anywhere_is_found_when_the_ledger_was_not_closed_in_good_order(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        filled(ledger, checks=40)
    path = LedgerHome(made.home).ledger
    damage(path, path.stat().st_size - 100)
    path.with_name("ledger.db-wal").touch()
    with pytest.raises(LedgerDamaged):
        open_ledger(made.home, made.keeper)


def test_damage_met_while_working_has_a_name(made):
    path = LedgerHome(made.home).ledger
    empty_pages = path.stat().st_size // 4096
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        filled(ledger, checks=100)
    for page in range(empty_pages, path.stat().st_size // 4096):
        damage(path, page * 4096 + 100)
    with closing(open_ledger(made.home, made.keeper)) as ledger, pytest.raises(LedgerDamaged):
        ledger.checks.of_day(people.TODAY)


def test_one_process_owns_a_home(made):
    command = [sys.executable, "-c", OWNS_THE_HOME, str(made.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "owned\n"
        with pytest.raises(LedgerInUse):
            open_ledger(made.home, made.keeper)
        other.kill()
        other.wait()
    open_ledger(made.home, made.keeper).close()


def test_the_second_desk_in_one_process_is_refused_too(made, ledger):
    with pytest.raises(LedgerInUse):
        open_ledger(made.home, made.keeper)
    assert ledger.patients.count() == 0


def test_a_failed_start_leaves_the_home_free(made):
    with pytest.raises(LedgerLocked):
        open_ledger(made.home, MemoryKeeper())
    open_ledger(made.home, made.keeper).close()


def test_nothing_of_a_person_can_be_read_in_any_file_of_the_home(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        patient = filled(ledger, checks=3)
        ledger.checks.settle(people.check("check-0").id, people.answer(), 0.1)
        ledger.staff.add("架空太郎", frozenset(), "hash")
        ledger.back_up(NOW)
        files = [path for path in made.home.rglob("*") if path.is_file()]
        assert {"ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger-2026-11-22.db"} <= {
            path.name for path in files
        }
        for path in files:
            content = path.read_bytes()
            for text in (
                patient.name,
                "カクウ",
                "例示町",
                "架空太郎",
                "見本健康保険組合",
                "check-0",
                "CREATE TABLE",
            ):
                assert text.encode() not in content, path.name
            assert not content.startswith(b"SQLite format 3")
            assert made.keeper.get(LEDGER_KEY).encode() not in content
            assert bytes.fromhex(made.keeper.get(LEDGER_KEY)) not in content


def test_writers_and_readers_on_many_lanes_do_not_disturb_each_other(ledger):
    gate = threading.Barrier(8)

    def lane(number):
        gate.wait()
        for each in range(10):
            identity = f"check-{number}-{each}"
            ledger.checks.enter(people.check(identity))
            assert ledger.checks.get(identity).id == identity
            ledger.patients.add(people.patient())
            assert ledger.patients.search("カクウ")

    with ThreadPoolExecutor(8) as lanes:
        list(lanes.map(lane, range(8)))
    assert len(ledger.checks.waiting()) == 80
    assert ledger.patients.count() == 80


def test_what_fails_half_way_leaves_nothing_behind(ledger):
    patient = people.patient()
    with pytest.raises(RuntimeError), ledger._file.writing() as db:
        db.execute("INSERT INTO setting VALUES ('a', 'b')")
        raise RuntimeError("cut off")
    assert ledger.settings.get("a") is None
    assert ledger.patients.add(patient).id == 1


def test_a_check_of_nobody_known_is_refused_by_the_file_itself(ledger):
    with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY"):
        ledger.checks.enter(people.check(patient_id=77))


def test_every_connection_writes_through_and_leaves_nothing_readable(made):
    key = LedgerKey.of_text(made.keeper.get(LEDGER_KEY))
    with closing(connect(LedgerHome(made.home).ledger, key)) as db:
        expected = {
            "journal_mode": "wal",
            "synchronous": 2,
            "temp_store": 2,
            "secure_delete": 1,
            "foreign_keys": 1,
        }
        assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected


def test_the_key_shows_itself_nowhere():
    key = LedgerKey.new()
    assert key.text not in repr(key) + str(key)
    assert LedgerKey.of_text(key.text) == key
    with pytest.raises(ValueError, match="not a ledger key") as refused:
        LedgerKey.of_text(key.text + "zz")
    assert key.text not in str(refused.value)


def test_a_ledger_whose_key_was_in_memory_alone_stays_shut(tmp_path):
    with closing(create_ledger(tmp_path, MemoryKeeper())[0]) as ledger:
        filled(ledger)
    with pytest.raises(LedgerLocked):
        open_ledger(tmp_path, MemoryKeeper())


def test_a_home_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LedgerUnreachable):
        open_ledger(tmp_path / "file" / "home", MemoryKeeper())


def test_without_a_keyring_a_first_start_leaves_nothing_behind(tmp_path):
    class NoKeyring(MemoryKeeper):
        def put(self, name: str, secret: str) -> None:
            raise KeyringMissing

    with pytest.raises(KeyringMissing):
        create_ledger(tmp_path, NoKeyring())
    assert [path.name for path in tmp_path.iterdir()] == ["owner.lock"]
    create_ledger(tmp_path, MemoryKeeper())[0].close()


def test_a_full_disk_is_said_and_what_was_entered_before_stays(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        filled(ledger)
        with ledger._file.writing() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
        ledger._file._writer.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerDiskFull):
            for number in range(1, 200):
                ledger.checks.enter(people.check(f"check-{number}", question=people.photo(bytes(5_000))))
        entered = len(ledger.checks.waiting())
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert len(ledger.checks.waiting()) == entered >= 1
