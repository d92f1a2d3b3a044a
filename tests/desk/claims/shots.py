"""The receipts' screen with invented people, to be looked at."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.desk.advice import ADVICE
from app.desk.claims.month.panel import MonthPanel
from app.desk.claims.month.state import MonthPageState, Part, Rows
from app.desk.claims.months.panel import MonthsPanel
from app.desk.claims.months.state import MonthsState
from app.scheme.receipts.complaints import Weight
from tests.desk.claims.states import (
    COMPLAINTS,
    FIXED,
    LOOKED_AT,
    LOOKED_AT_AS_TYPED,
    MONTH,
    PAGE,
    PAUSED,
    REFUSED,
    REVIEWED,
    ROWS,
    SENDING,
    SENT,
    SETTLED,
    SPLIT,
    SUMMARY,
    TO_LATE_ELDERLY,
    TYPING,
    WHOLE,
    page,
    reviewed,
)
from tests.desk.framed import framed
from tests.people import NOW


def _months(state: MonthsState) -> QWidget:
    panel = MonthsPanel()
    panel.show_state(state)
    return panel


def _month(state: MonthPageState) -> QWidget:
    panel = MonthPanel()
    panel.show_state(state)
    return panel


def _complaints() -> QWidget:
    """Walked into by its key."""
    panel = MonthPanel()
    panel.show_state(page())
    panel.part_chosen.connect(lambda part: panel.show_state(page(part=part)))
    panel.part_asked(Part.COMPLAINTS)
    return panel


_TO_KOKUHO = replace(SENDING, whole=replace(WHOLE, head=("IR,2",)))
_HELD = (MONTH, replace(MONTH, refusal="counts"), _TO_KOKUHO, SENT, REVIEWED, SETTLED)
_EMPTY = Rows(3, 0, 0, ())

SHOTS: dict[str, Callable[[], QWidget]] = {
    "claims-first": framed(lambda: _months(MonthsState(NOW))),
    "claims-practice": framed(lambda: _months(MonthsState(NOW, has_sample=True))),
    "claims-months": framed(lambda: _months(MonthsState(NOW, _HELD))),
    "claims-reading": framed(lambda: _months(MonthsState(NOW, _HELD, reading=12_400))),
    "claims-no-line": framed(lambda: _months(MonthsState(NOW, connected=False))),
    "claims-unreadable": framed(
        lambda: _months(MonthsState(NOW, _HELD, trouble=ADVICE["receipts.unreadable"]))
    ),
    "claims-month": framed(lambda: _month(page())),
    "claims-comparing": framed(
        lambda: _month(
            page(
                is_comparing=True,
                rows=_EMPTY,
                chosen=None,
                summary=replace(SUMMARY, compared=200, questions=90),
            )
        )
    ),
    "claims-split": framed(lambda: _month(page(chosen=replace(PAGE, row=ROWS[1], precheck=SPLIT)))),
    "claims-preview": framed(lambda: _month(page(mending=LOOKED_AT))),
    "claims-typing": framed(lambda: _month(page(mending=TYPING))),
    "claims-typed-wrong": framed(lambda: _month(page(mending=REFUSED))),
    "claims-other-agency": framed(lambda: _month(page(mending=TO_LATE_ELDERLY))),
    "claims-typed-preview": framed(lambda: _month(page(mending=LOOKED_AT_AS_TYPED))),
    "claims-fixed": framed(lambda: _month(page(chosen=FIXED))),
    "claims-broken": framed(lambda: _month(page(chosen=replace(PAGE, complaints=COMPLAINTS)))),
    "claims-complaints": framed(_complaints),
    "claims-many-complaints": framed(
        lambda: _month(
            page(part=Part.COMPLAINTS, summary=replace(SUMMARY, complaints={Weight.WARNING: 1234}))
        )
    ),
    "claims-payers": framed(lambda: _month(page(part=Part.PAYERS))),
    "claims-nothing": framed(lambda: _month(page(rows=_EMPTY, chosen=None))),
    "claims-paused": framed(lambda: _month(page(month=PAUSED))),
    "claims-refused": framed(lambda: _month(page(month=replace(MONTH, refusal="counts")))),
    "claims-cut-line": framed(lambda: _month(page(month=SENDING, trouble=ADVICE["line.unreachable"]))),
    "claims-sending": framed(lambda: _month(page(month=SENDING))),
    "claims-sent": framed(lambda: _month(page(month=SENT, chosen=replace(PAGE, row=ROWS[4], precheck=None)))),
    "claims-reviewed": framed(lambda: _month(reviewed())),
    "claims-opened-again": framed(
        lambda: _month(
            page(
                month=REVIEWED,
                summary=replace(SUMMARY, compared=0, predictions={}, payers=()),
                rows=_EMPTY,
                chosen=None,
            )
        )
    ),
    "claims-settled": framed(lambda: _month(page(month=SETTLED, rows=_EMPTY, chosen=None))),
}
