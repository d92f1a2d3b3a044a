"""What the clinic has decided, by name."""

from app.adapters.ledger.file import LedgerFile


class LedgerClinicSettings:
    """Fulfils `ClinicSettings`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def get(self, name: str) -> str | None:
        with self._file.reading() as db:
            row = db.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row["value"])

    def put(self, name: str, value: str) -> None:
        with self._file.writing() as db:
            db.table("setting").upsert({"name": name, "value": value}, pk="name")
