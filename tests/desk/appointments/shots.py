"""The batch screen with invented people, to be looked at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from app.appointments.appointment import ItemId
from app.appointments.columns import guessed_mapping
from app.appointments.table import read_table
from app.desk.advice import ADVICE
from app.desk.appointments.batch.panel import BatchPanel
from app.desk.appointments.batch.state import BatchPageState, Task
from app.desk.appointments.entry.columns import ColumnsPanel
from app.desk.appointments.entry.panel import ChoosePanel
from app.desk.appointments.entry.presenter import EntryState, Step
from app.desk.appointments.entry.reading import OpenedFile
from app.desk.appointments.evening import Evening
from tests.desk.appointments.states import (
    BATCH,
    LEFT_OUT,
    PAUSED,
    WAITING,
    WORKING,
    all_exceptions,
    exceptional,
    lapsed,
    page,
    put_off,
    refused,
    several,
    unknown,
    with_candidates,
)
from tests.desk.framed import framed
from tests.people import NOW

_ROWS = (
    "予約日時,カルテNo.,患者名,フリガナ,生年月日,保険者番号,被保険者証の記号,被保険者証の番号,枝番,備考",
    "2026/11/24 9:30,1024,架空　花,カクウ　ハナ,S63.2.14,06139992,701,442,02,",
    "2026/11/24 9:45,377,例示　一郎,レイジ　イチロウ,S54.6.2,06139992,701,501,00,車いす",
    "2026/11/24 10:15,2210,仮名　海,カメイ　ウミ,H3.7.31,138024,東京,88012,01,",
)
_ODD = ("A,名前,B,保険の番号,C", "11/24,架空　花,S63.2.14,442,06139992")


def _choose(state: EntryState) -> QWidget:
    panel = ChoosePanel()
    panel.show_state(state)
    return panel


def _columns(rows: tuple[str, ...], known: bool = False, **changes: object) -> QWidget:
    table = read_table("\n".join(rows).encode())
    mapping = guessed_mapping(table.header)
    opened = OpenedFile("予約_20261124.csv", table, mapping, known)
    days = tuple(date(2026, 11, 22) + timedelta(days=after) for after in range(8))
    state = EntryState(NOW, Step.COLUMNS, opened=opened, mapping=mapping, days=days, day=days[1])
    panel = ColumnsPanel()
    panel.show_state(replace(state, **changes))  # type: ignore[arg-type]
    return panel


def _batch(state: BatchPageState) -> QWidget:
    panel = BatchPanel()
    panel.show_state(state)
    return panel


def _call() -> QWidget:
    return _batch(page(chosen=exceptional(lapsed()), task=Task.CALL))


def _settled() -> QWidget:
    first, *others = all_exceptions()
    told = put_off(first, "当日、受付で新しい証を見せてもらう")
    return _batch(page(exceptions=(told, *others), chosen=told, only_open=False))


def _first_day() -> QWidget:
    new = exceptional(unknown())
    everybody = tuple(
        replace(new, item=replace(new.item, id=ItemId(str(60 + number)))) for number in range(12)
    )
    return _batch(page(exceptions=everybody, chosen=everybody[0]))


_RECENT = (WAITING, BATCH, replace(BATCH, file_name="予約_20261121.csv", entered_at=NOW - timedelta(days=3)))

SHOTS: dict[str, Callable[[], QWidget]] = {
    "appointments-first": framed(lambda: _choose(EntryState(NOW))),
    "appointments-choose": framed(
        lambda: _choose(EntryState(NOW, evening=Evening(waits=True), recent=_RECENT))
    ),
    "appointments-no-line": framed(lambda: _choose(EntryState(NOW, connected=False))),
    "appointments-not-text": framed(
        lambda: _choose(EntryState(NOW, recent=_RECENT, trouble=ADVICE["appointments.file_not_text"]))
    ),
    "appointments-columns": framed(lambda: _columns(_ROWS)),
    "appointments-columns-odd": framed(lambda: _columns(_ODD)),
    "appointments-columns-unread": framed(lambda: _columns(_ROWS, unread=LEFT_OUT)),
    "appointments-columns-again": framed(lambda: _columns(_ODD, known=True)),
    "appointments-working": framed(
        lambda: _batch(page(batch=WORKING, exceptions=all_exceptions()[:2], time_left_s=42.0))
    ),
    "appointments-waiting": framed(lambda: _batch(page(batch=WAITING, exceptions=(), chosen=None))),
    "appointments-paused": framed(lambda: _batch(page(batch=PAUSED, exceptions=all_exceptions()[:2]))),
    "appointments-cut-line": framed(
        lambda: _batch(page(batch=WORKING, exceptions=(), chosen=None, trouble=ADVICE["line.unreachable"]))
    ),
    "appointments-exceptions": framed(lambda: _batch(page())),
    "appointments-left-out": framed(lambda: _batch(page(left_out=LEFT_OUT))),
    "appointments-several": framed(lambda: _batch(page(chosen=exceptional(several())))),
    "appointments-refused": framed(lambda: _batch(page(chosen=exceptional(refused())))),
    "appointments-candidates": framed(lambda: _batch(page(chosen=with_candidates()))),
    "appointments-call": framed(_call),
    "appointments-put-off": framed(lambda: _batch(page(task=Task.PUT_OFF))),
    "appointments-settled": framed(_settled),
    "appointments-first-day": framed(_first_day),
    "appointments-nobody": framed(lambda: _batch(page(exceptions=(), chosen=None))),
}
