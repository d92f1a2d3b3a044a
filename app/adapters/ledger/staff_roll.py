"""Who works here, and the wrong PINs that slow a guesser down."""

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import moment_text
from app.adapters.ledger.file import LedgerFile, inserted
from app.staff.member import Role, StaffId, StaffMember, StaffNameTaken


class LedgerStaffRoll:
    """Fulfils `StaffRoll`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def members(self) -> tuple[StaffMember, ...]:
        with self._file.reading() as db:
            rows = db.execute("SELECT * FROM staff WHERE is_active ORDER BY name").fetchall()
        return tuple(map(_member, rows))

    def named(self, name: str) -> StaffMember | None:
        with self._file.reading() as db:
            row = db.execute("SELECT * FROM staff WHERE name = ? AND is_active", [name]).fetchone()
        return None if row is None else _member(row)

    def add(self, name: str, roles: frozenset[Role], pin_hash: str) -> StaffMember:
        with self._file.writing() as db:
            _must_be_free(db, name, None)
            row = {"name": name, "roles": _roles_text(roles), "is_active": 1, "pin_hash": pin_hash}
            return StaffMember(StaffId(inserted(db, "staff", row)), name, roles)

    def change(self, member: StaffMember) -> None:
        """Raises: StaffNameTaken; KeyError for somebody who never was here."""
        row = {"name": member.name, "roles": _roles_text(member.roles), "is_active": int(member.is_active)}
        with self._file.writing() as db:
            _must_exist(db, member.id)
            if member.is_active:
                _must_be_free(db, member.name, member.id)
            db.table("staff").update(member.id, row)

    def set_pin(self, member: StaffId, pin_hash: str) -> None:
        """Raises: KeyError."""
        with self._file.writing() as db:
            _must_exist(db, member)
            db.table("staff").update(member, {"pin_hash": pin_hash})

    def pin_hash(self, member: StaffId) -> str:
        """Raises: KeyError."""
        with self._file.reading() as db:
            row = db.execute("SELECT pin_hash FROM staff WHERE id = ?", [member]).fetchone()
        if row is None:
            raise KeyError(member)
        return str(row["pin_hash"])

    def wrong_pins_since(self, member: StaffId, since: datetime) -> int:
        sql = """SELECT count(*) FROM sign_in WHERE staff_id = :member AND NOT fitted AND at >= :since AND at >
            coalesce((SELECT max(at) FROM sign_in WHERE staff_id = :member AND fitted), '')"""
        with self._file.reading() as db:
            return int(db.execute(sql, {"member": member, "since": moment_text(since)}).fetchone()[0])

    def record_sign_in(self, member: StaffId, at: datetime, fitted: bool) -> None:
        with self._file.writing() as db:
            inserted(db, "sign_in", {"staff_id": member, "at": moment_text(at), "fitted": int(fitted)})


def _must_be_free(db: Database, name: str, own: StaffId | None) -> None:
    taken = db.execute("SELECT id FROM staff WHERE name = ? AND is_active", [name]).fetchone()
    if taken is not None and taken["id"] != own:
        raise StaffNameTaken


def _must_exist(db: Database, member: StaffId) -> None:
    if db.execute("SELECT 1 FROM staff WHERE id = ?", [member]).fetchone() is None:
        raise KeyError(member)


def _roles_text(roles: frozenset[Role]) -> str:
    return " ".join(sorted(roles))


def _member(row: Any) -> StaffMember:
    roles = frozenset(map(Role, row["roles"].split()))
    return StaffMember(StaffId(row["id"]), row["name"], roles, bool(row["is_active"]))
