"""Backups: one a day beside ongoing work, whole or not at all, and back again."""

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from app.adapters.credentials.keeper import LEDGER_KEY
from app.adapters.ledger.backup import back_up, backup_due, backups, copy
from app.adapters.ledger.errors import (
    LedgerDamaged,
    LedgerExists,
    LedgerInUse,
    LedgerLocked,
    LedgerMissing,
    RestoreWouldLose,
)
from app.adapters.ledger.file import connect, keyed
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.key import LedgerKey
from app.adapters.ledger.ledger import create_ledger, open_ledger, restore_ledger
from app.adapters.ledger.migrations import migrations
from tests import people
from tests.adapters.ledger.test_ledger_file import damage, filled
from tests.people import NOW


def key_of(made):
    return LedgerKey.of_text(made.keeper.get(LEDGER_KEY))


@pytest.fixture
def backed_up(made):
    """A closed ledger with one patient and one check, and the backup of it."""
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        filled(ledger)
        return ledger.back_up(NOW)


def test_a_backup_is_due_once_on_each_day_of_japan(made):
    evening = datetime(2026, 11, 22, 14, 59, tzinfo=UTC)
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert ledger.backup_due(evening)
        assert ledger.back_up(evening).name == "ledger-2026-11-22.db"
        assert not ledger.backup_due(evening)
        assert ledger.backup_due(evening + timedelta(minutes=1))
    assert not backup_due(made.home, evening)


def test_the_last_days_are_kept_and_older_ones_go(made):
    for day in range(5):
        path = back_up(made.home, key_of(made), NOW + timedelta(days=day), keep_days=3)
        os.utime(path, (day, day))
    assert [path.name for path in backups(made.home)] == [
        "ledger-2026-11-26.db",
        "ledger-2026-11-25.db",
        "ledger-2026-11-24.db",
    ]


def test_writing_goes_on_while_a_backup_runs_and_is_not_torn_into_it(made, monkeypatch):
    """The backup holds one moment: what comes meanwhile is in the ledger, not half in the copy."""
    monkeypatch.setattr("app.adapters.ledger.backup._PAGES_A_STEP", 1)
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        filled(ledger, checks=20)
        entered: list[str] = []

        def meanwhile(step, remaining, total):
            if len(entered) < 20:
                identity = f"meanwhile-{len(entered)}"
                ledger.checks.enter(people.check(identity))
                entered.append(identity)

        place = LedgerHome(made.home)
        made_copy = copy(place.ledger, key_of(made), place.backups / "a.db", on_step=meanwhile)
        assert len(entered) == 20
        assert len(ledger.checks.waiting()) == 40
    with closing(connect(made_copy, key_of(made))) as db:
        assert db.execute("SELECT count(*) FROM checks").fetchone()[0] == 20


def test_a_damaged_ledger_gives_no_backup_and_takes_none_away(made, backed_up):
    path = LedgerHome(made.home).ledger
    damage(path, path.stat().st_size - 100)
    with pytest.raises(LedgerDamaged):
        back_up(made.home, key_of(made), NOW + timedelta(days=1), keep_days=1)
    assert backups(made.home) == (backed_up,)
    assert not list(backed_up.parent.glob("*.unfinished"))


def test_a_lost_ledger_comes_back_from_its_backup(made, backed_up):
    LedgerHome(made.home).ledger.unlink()
    with pytest.raises(LedgerMissing):
        open_ledger(made.home, made.keeper)
    assert restore_ledger(made.home, backed_up, made.keeper) is None
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert [each.id for each in ledger.checks.waiting()] == ["check-0"]
        assert ledger.patients.count() == 1


def test_a_damaged_ledger_is_replaced_and_kept_aside(made, backed_up):
    path = LedgerHome(made.home).ledger
    damage(path, 300)
    broken = path.read_bytes()
    former = restore_ledger(made.home, backed_up, made.keeper)
    assert former is not None
    assert former.read_bytes() == broken
    open_ledger(made.home, made.keeper).close()


def test_a_ledger_in_good_order_is_not_silently_replaced(made, backed_up):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        for number in range(3):
            ledger.checks.enter(people.check(f"later-{number}"))
    with pytest.raises(RestoreWouldLose) as refused:
        restore_ledger(made.home, backed_up, made.keeper)
    assert refused.value.checks == 3
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert len(ledger.checks.waiting()) == 4


def test_who_agrees_to_lose_what_came_after_still_has_the_former_file(made, backed_up):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        ledger.checks.enter(people.check("later"))
    former = restore_ledger(made.home, backed_up, made.keeper, replace=True)
    assert former is not None
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert [each.id for each in ledger.checks.waiting()] == ["check-0"]
    with closing(connect(former, key_of(made))) as db:
        assert db.execute("SELECT count(*) FROM checks").fetchone()[0] == 2


def test_nothing_is_restored_under_an_open_desk(made, backed_up, ledger):
    with pytest.raises(LedgerInUse):
        restore_ledger(made.home, backed_up, made.keeper)


def test_a_damaged_or_strange_backup_replaces_nothing(made, backed_up):
    before = LedgerHome(made.home).ledger.read_bytes()
    strange = backed_up.with_name("strange.db")
    with closing(keyed(strange, LedgerKey.new())) as db:
        db.execute("CREATE TABLE t (a)")
    with pytest.raises(LedgerLocked):
        restore_ledger(made.home, strange, made.keeper, replace=True)
    damage(backed_up, backed_up.stat().st_size - 100)
    with pytest.raises(LedgerDamaged):
        restore_ledger(made.home, backed_up, made.keeper, replace=True)
    with pytest.raises(LedgerMissing):
        restore_ledger(made.home, backed_up.with_name("none.db"), made.keeper)
    assert LedgerHome(made.home).ledger.read_bytes() == before


def test_no_new_ledger_is_begun_where_backups_wait_to_be_restored(made, backed_up):
    LedgerHome(made.home).ledger.unlink()
    with pytest.raises(LedgerExists):
        create_ledger(made.home, made.keeper)


def test_an_older_ledger_is_copied_before_it_is_brought_up_to_date(made):
    """As m004 was not there yet: what is held stays, and the file as it was lies among the backups."""
    place = LedgerHome(made.home)
    place.ledger.unlink()
    with closing(connect(place.ledger, key_of(made))) as db:
        migrations.apply(db, stop_before="m004_merges")
        db.execute(
            "INSERT INTO patient (name, kana, sex, birth_on) VALUES ('架空　花', 'カクウ　ハナ', '2', '1988-02-14')"
        )
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert ledger.patients.count() == 1
        assert ledger.staff.members() == ()
    with closing(connect(place.backups / "before-m004_merges.db", key_of(made))) as db:
        assert "merge" not in db.table_names()
        assert db.table("patient").count == 1
    open_ledger(made.home, made.keeper).close()
    assert len(backups(made.home)) == 1
