"""How late an insurer usually registers: from its own rows to the words on the screen of a clinic."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.scheme.days import business_day, utc_now
from tests.card_service import CardService
from tests.central.clinic import SOCIETY
from tests.central.registrar import known_by_card, row
from tests.journeys.central import central, serving
from tests.journeys.clinic import CLINIC_NAME, joined, new_institution_code, set_up
from tests.journeys.visiting import sign_in
from tests.journeys.window import desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(60)]
_DAYS = 9


def _register(database: str, folder: Path, rows: list[dict[str, str]], known_on: str) -> None:
    columns = list(dict.fromkeys(name for each in rows for name in each))
    lines = [columns, *([each.get(name, "") for name in columns] for each in rows)]
    file = folder / "rows.csv"
    file.write_text("".join(f"{','.join(cells)}\n" for cells in lines), encoding="utf-8")
    known_at = f"{known_on}T10:00:00+09:00"
    central("insurer", "register", str(file), "--known-at", known_at, "--database", database)


def test_a_desk_says_how_many_days_an_insurer_usually_takes(
    qtbot: QtBot, tmp_path: Path, card_service: CardService
) -> None:
    """R4, R7: told late nine days in half of the cases, published, fetched, and shown of a card that lapsed."""
    database, today = f"sqlite:///{tmp_path / 'central.sqlite3'}", business_day(utc_now())
    central("migrate", "--database", database)
    central("create-insurer", SOCIETY, "--name", "見本組合", "--database", database)
    acquired, known, lost = (today - timedelta(days=each) for each in (20 + _DAYS, 20, 10))
    members = [row(serial, acquired_on=acquired.isoformat()) for serial in (1, 2, 3)]
    _register(database, tmp_path, members, known.isoformat())
    loss = known_by_card(members[0], action="lose", lost_on=lost.isoformat(), loss_reason="03")
    _register(database, tmp_path, [loss], (lost + timedelta(days=3)).isoformat())
    central("insurer", "delays", SOCIETY, "--publish", "--database", database)
    clinic = set_up(tmp_path / "home", new_institution_code())
    secret = central("create-institution", clinic.code, "--name", CLINIC_NAME, "--database", database)
    with serving(tmp_path, "--database", database) as service:
        joined(clinic, service.url, secret.strip())
        with desk_window(qtbot, clinic.home) as desk:
            sign_in(desk)
            desk.press("F2")
            desk.fill(SOCIETY, "12", "3456", "00", "0214")
            desk.press("Return")
            desk.sees("喪失した資格です", f"この保険者の登録は、ふつう{_DAYS}日ほど")
            print("longest gaps:", desk.pulse)
