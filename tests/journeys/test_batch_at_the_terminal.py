"""The day's appointments refreshed with `app batch` over the service (R10): from the clinic's home, and in practice."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.central.practice.case import CaseRow
from app.central.practice.town import Town
from tests.journeys.central import CentralService, Register, central
from tests.journeys.clinic import MANAGER, MANAGER_PIN, connected
from tests.journeys.terminal import NewProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]
_HEADING = ("予約日", "氏名", "保険者番号", "記号", "番号", "枝番", "生年月日")


def _write(path: Path, rows: Iterable[CaseRow], town_day: str, encoding: str) -> Path:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADING)
    for row in rows:
        writer.writerow(
            (row.on or town_day, row.case, row.insurer, row.symbol, row.number, row.branch, row.birth)
        )
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _read(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def _typed_cases(town: Town) -> list[CaseRow]:
    return [row for each in town.cases() if (row := each.row()).number]


def test_every_case_of_the_town_comes_back_as_it_says(
    tmp_path: Path, register: Register, service: CentralService
) -> None:
    """R7, R10: a file in Shift_JIS; one broken row is told and hides no good one; the audit has everybody once."""
    clinic = connected(tmp_path / "home", register, service.url)
    cases = _typed_cases(register.town)
    broken = CaseRow("壊れた行", "123", "", "1", "", "S63.2.14", "", "", "")
    file = _write(tmp_path / "予約.csv", [*cases, broken], register.town.day.isoformat(), "cp932")
    out = tmp_path / "out.csv"
    done = clinic.run(
        "batch", str(file), "--out", str(out), "--staff", MANAGER, "--staff-pin-stdin", stdin=(MANAGER_PIN,)
    )
    assert done.status == 2, done.err
    assert f"予約.csv:{len(cases) + 2}: insurer: " in done.err
    rows = _read(out)
    assert {name: row["outcome"] for name, row in rows.items()} == {row.case: row.expected for row in cases}
    assert rows["lapsed-newer"]["exception"] == "lapsed_newer" and rows["lapsed-newer"]["lost_on"]
    assert len({check_id for check_id, _, _ in register.attempts(clinic.code)}) == len(cases)


def test_a_batch_in_practice_needs_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    listed = csv.DictReader(io.StringIO(central("town", "--list")))
    cases = [
        CaseRow(**row) for row in listed if row["case"] in ("valid-employee", "lapsed-newer", "none", "twins")
    ]
    file = _write(tmp_path / "appointments.csv", cases, "", "utf-8")
    done = NewProcess().run(["batch", "--practice", str(file), "--out", str(tmp_path / "out.csv")], "")
    assert done.status == 0, done.err
    assert {name: row["outcome"] for name, row in _read(tmp_path / "out.csv").items()} == {
        row.case: row.expected for row in cases
    }
    assert {path.name for path in tmp_path.iterdir()} == {"appointments.csv", "out.csv"}
