"""The desk's own affairs in memory."""

from datetime import UTC, date, datetime

from app.desk.settings.values import Connection, HouseFacts, Preferences
from app.errors import ClinicError
from app.staff.member import StaffId

BACKED_UP = datetime(2026, 11, 22, 3, 5, tzinfo=UTC)
CONNECTION = Connection("https://center.example.jp", "1312345678", "見本医院", date(2026, 4, 1))
FACTS = HouseFacts(
    CONNECTION, datetime(2026, 11, 21, 9, 0, tzinfo=UTC), ("PaSoRi 4.0", "NTT Reader"), "0.1.0", False
)


class NoRoom(ClinicError):
    code = "ledger.disk_full"


class TextsInMemory:
    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.texts.get(name)

    def put(self, name: str, value: str) -> None:
        self.texts[name] = value


class PreferencesInMemory:
    def __init__(self) -> None:
        self.kept: dict[StaffId, Preferences] = {}

    def of(self, staff: StaffId) -> Preferences:
        return self.kept.get(staff, Preferences())

    def keep(self, staff: StaffId, preferences: Preferences) -> None:
        self.kept[staff] = preferences


class HouseInMemory:
    def __init__(self, facts: HouseFacts = FACTS, disk_full: bool = False) -> None:
        self._facts = facts
        self._disk_full = disk_full
        self.reports: list[str] = []

    def facts(self) -> HouseFacts:
        return self._facts

    def back_up_now(self) -> datetime:
        if self._disk_full:
            raise NoRoom
        return BACKED_UP

    def save_report(self, path: str) -> None:
        self.reports.append(path)
