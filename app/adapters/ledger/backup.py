"""Copies of the ledger: one a Japanese business day, one before each upgrade; encrypted with the same key."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.adapters.ledger.errors import (
    LedgerDamaged,
    LedgerLocked,
    LedgerMissing,
    LedgerUnreachable,
    RestoreWouldLose,
)
from app.adapters.ledger.file import connect, failures_named, keyed, whole
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.key import LedgerKey
from app.scheme.days import business_day

OnStep = Callable[[int, int, int], None]
"""Called after each step with SQLite's status, the pages that remain, and all pages."""

KEEP_DAYS = 14
KEEP_UPGRADES = 3
_PAGES_A_STEP = 256


def backup_due(home: Path, now: datetime) -> bool:
    """Whether this Japanese day has no backup yet."""
    return not _of_day(LedgerHome(home), now).exists()


def back_up(home: Path, key: LedgerKey, now: datetime, keep_days: int = KEEP_DAYS) -> Path:
    """Today's backup, made while the ledger is in use; older ones than the last `keep_days` go.

    Raises: LedgerDamaged when the ledger cannot be read whole (then no older backup goes), LedgerError.
    """
    place = LedgerHome(home)
    made = copy(place.ledger, key, _of_day(place, now))
    _copy_recovery(place, LedgerHome(place.backups))
    _keep_newest(place.backups, "ledger-*.db", keep_days)
    return made


def back_up_before(home: Path, key: LedgerKey, step: str) -> Path:
    """The file as it was before an upgrade's first step."""
    place = LedgerHome(home)
    made = copy(place.ledger, key, place.backups / f"before-{step}.db")
    _copy_recovery(place, LedgerHome(place.backups))
    _keep_newest(place.backups, "before-*.db", KEEP_UPGRADES)
    return made


def backups(home: Path) -> tuple[Path, ...]:
    """Every copy there is, newest first."""
    found = LedgerHome(home).backups.glob("*.db")
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime, reverse=True))


def copy(source: Path, key: LedgerKey, target: Path, on_step: OnStep | None = None) -> Path:
    """A whole, proven copy under its final name, or none. Raises: LedgerDamaged, LedgerError.

    The snapshot is held by a transaction, so that writers neither wait nor make it start again.
    """
    unfinished = target.with_suffix(".unfinished")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with (
            closing(connect(source, key)) as here,
            closing(keyed(unfinished, key)) as there,
            failures_named(),
        ):
            here.execute("BEGIN")
            here.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            here.conn.backup(there.conn, pages=_PAGES_A_STEP, progress=on_step)
            if not whole(there):
                raise LedgerDamaged
        os.replace(unfinished, target)
    except OSError as cause:
        raise LedgerUnreachable from cause
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def restore(home: Path, backup: Path, key: LedgerKey, replace: bool = False) -> Path | None:
    """Puts a backup in the ledger's place; the caller owns the home and has the ledger closed.

    The former file is kept and its path returned, None where there was none. replace: somebody has agreed to lose
    what was entered since. Raises: RestoreWouldLose without it, where the ledger in use can still be read;
    LedgerDamaged or LedgerLocked when the backup cannot.
    """
    place = LedgerHome(home)
    if not backup.is_file():
        raise LedgerMissing
    restored = copy(backup, key, place.ledger.with_suffix(".restored"))
    try:
        if not replace and place.ledger.exists():
            _must_be_unreadable(place.ledger, restored, key)
        former = _set_aside(place) if place.ledger.exists() else None
        os.replace(restored, place.ledger)
        if not place.recovery.exists():
            _copy_recovery(LedgerHome(backup.parent), place)
    except OSError as cause:
        raise LedgerUnreachable from cause
    finally:
        restored.unlink(missing_ok=True)
    return former


def _must_be_unreadable(ledger: Path, restored: Path, key: LedgerKey) -> None:
    with closing(connect(restored, key)) as db:
        last = db.execute("SELECT max(seq) FROM checks").fetchone()[0] or 0
    try:
        with closing(connect(ledger, key)) as db, failures_named():
            if not whole(db):
                return
            newer = db.execute("SELECT count(*) FROM checks WHERE seq > ?", [last]).fetchone()[0]
    except (LedgerDamaged, LedgerLocked):
        return
    raise RestoreWouldLose(newer)


def _set_aside(place: LedgerHome) -> Path:
    """The WAL goes with its file: left behind, it would be played into the restored one."""
    number = 1 + len(list(place.folder.glob("ledger-replaced-*.db")))
    aside = place.folder / f"ledger-replaced-{number}.db"
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{place.ledger}{suffix}")
        if part.exists():
            os.replace(part, f"{aside}{suffix}")
    return aside


def _copy_recovery(source: LedgerHome, target: LedgerHome) -> None:
    """The wrapped key travels with the backups: the folder and the printed code are enough on a new PC."""
    if source.recovery.exists():
        try:
            shutil.copyfile(source.recovery, target.recovery)
        except OSError as cause:
            raise LedgerUnreachable from cause


def _of_day(place: LedgerHome, now: datetime) -> Path:
    return place.backups / f"ledger-{business_day(now).isoformat()}.db"


def _keep_newest(folder: Path, pattern: str, number: int) -> None:
    for path in sorted(folder.glob(pattern), key=lambda each: each.stat().st_mtime, reverse=True)[number:]:
        path.unlink()
