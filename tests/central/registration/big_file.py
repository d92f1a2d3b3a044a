"""A file of many rows, one in a hundred broken in a known way, as an insurer's system would write it."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.central.registration.row import COLUMNS
from tests.central.clinic import ASSOCIATION, LATE_ELDERLY, SOCIETY
from tests.central.registrar import my_number

Cells = dict[str, str]
_HOUSEHOLD = 3
_EACH = 100
_HEADER_LINES = 1


def member(place: int, **cells: str) -> Cells:
    """Three a household; one in four holds a limit certificate."""
    certificate = {"certificate_kind": "limit", "certificate_class": "A03", "certificate_from": "2026-08-01"}
    return {
        "cover_ref": f"m{place}",
        "my_number": my_number(place),
        "insurer_number": SOCIETY,
        "symbol": str(place // 3_000),
        "number": str(place // _HOUSEHOLD),
        "branch": f"{place % _HOUSEHOLD:02}",
        "relationship": "1" if place % _HOUSEHOLD == 0 else "2",
        "name": f"架空　{'太花次'[place % _HOUSEHOLD]}",
        "kana": "カクウ　ハナ",
        "sex": "2",
        "birth_on": "1988-02-14",
        "postcode": "100-0000",
        "address": "東京都架空区",
        "acquired_on": "2024-04-01",
        "filed_on": "2024-04-05",
        **(certificate if place % 4 == 0 else {}),
    } | cells


def _neighbour(place: int) -> int:
    """The first of the household before: entered by now."""
    return place - place % _HOUSEHOLD - _HOUSEHOLD


Break = Callable[[int], Cells]
KINDS: dict[tuple[str, str], Break] = {
    ("", "column_count"): lambda place: member(place),  # a surplus comma, added to the text
    ("action", "action"): lambda place: member(place, action="join"),
    ("birth_on", "day"): lambda place: member(place, birth_on="1988-02-30"),
    ("acquired_on", "day_to_come"): lambda place: member(place, acquired_on="2126-11-21"),
    ("insurer_number", "insurer_number"): lambda place: member(place, insurer_number="0613"),
    ("insurer_number", "insurer_unknown"): lambda place: member(place, insurer_number="06139976"),
    ("my_number", "my_number"): lambda place: member(place, my_number=my_number(place)[:-1] + "x"),
    ("my_number", "my_number_missing"): lambda place: member(place, my_number=""),
    ("address", "my_number_elsewhere"): lambda place: member(place, address=f"東京都 {my_number(place)}"),
    ("number", "missing"): lambda place: member(place, number=""),
    ("branch", "branch"): lambda place: member(place, branch="7"),
    ("branch", "branch_taken"): lambda place: member(place, number=str(place // 3 - 1), branch="00"),
    ("branch", "branch_late_elderly"): lambda place: member(place, insurer_number=LATE_ELDERLY, symbol=""),
    ("lost_on", "lost_before_acquired"): lambda place: member(place, lost_on="2024-03-31"),
    ("number", "person_unknown"): lambda place: {
        "action": "lose",
        "insurer_number": SOCIETY,
        "number": f"X{place}",
        "lost_on": "2026-01-01",
        "loss_reason": "03",
    },
    ("acquired_on", "period_overlaps"): lambda place: member(
        _neighbour(place), cover_ref=f"m{place}", number=f"Y{place}", acquired_on="2025-04-01"
    ),
    ("certificate_class", "certificate_class"): lambda place: member(
        place, certificate_kind="limit", certificate_class="9", certificate_from="2026-08-01"
    ),
    ("certificate_to", "certificate_days"): lambda place: member(
        place,
        certificate_kind="limit",
        certificate_class="A03",
        certificate_from="2026-08-01",
        certificate_to="2026-07-31",
    ),
    ("sex", "sex"): lambda place: member(place, sex="女"),
    ("relationship", "relationship"): lambda place: member(place, relationship="妻"),
    ("kana", "kana"): lambda place: member(place, kana="架空"),
    ("name", "details_differ"): lambda place: member(
        place, my_number=my_number(_neighbour(place)), name="別人　一", insurer_number=ASSOCIATION
    ),
}
"""Field and code, by what is done to a good row; the last is set aside, every other refused."""
SET_ASIDE = ("name", "details_differ")


@dataclass
class BigFile:
    """expected: field and code by line. good: how many rows must enter. told: every My Number in it."""

    path: Path
    expected: dict[int, tuple[str, str]] = field(default_factory=dict)
    good: int = 0
    told: set[str] = field(default_factory=set)

    @classmethod
    def write(cls, path: Path, rows: int) -> "BigFile":
        """Members, and behind them the losses of every tenth."""
        made = cls(path)
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            out.write(",".join(COLUMNS) + "\r\n")
            for line, text in enumerate(made._lines(rows), start=1 + _HEADER_LINES):
                out.write(text)
                made.good += line not in made.expected
        return made

    def _lines(self, rows: int) -> Iterator[str]:
        kinds = list(KINDS)
        acquired = rows - rows // 11
        for place in range(acquired):
            line = place + 1 + _HEADER_LINES
            if place % _EACH != _EACH - 1:
                yield self._text(member(place))
                continue
            kind = kinds[place // _EACH % len(kinds)]
            self.expected[line] = kind
            yield self._text(KINDS[kind](place), surplus=kind == ("", "column_count"))
        for place in range(rows - acquired):
            loss = {"action": "lose", "lost_on": "2026-11-10", "loss_reason": "03"}
            yield self._text(
                {name: member(place * 10)[name] for name in ("insurer_number", "symbol", "number", "branch")}
                | loss
            )

    def _text(self, cells: Cells, surplus: bool = False) -> str:
        self.told.add(cells.get("my_number", ""))
        out = io.StringIO()
        csv.writer(out).writerow([cells.get(name, "") for name in COLUMNS] + [""] * surplus)
        return out.getvalue()
