"""The inbox and the manager's month, to be looked at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from app.desk.advice import ADVICE
from app.desk.notices.inbox.panel import InboxPanel
from app.desk.notices.inbox.state import InboxState, Task
from app.desk.notices.month.panel import MonthPanel
from app.desk.notices.month.presenter import MonthState
from app.notices.month import MonthFigures, SlowInsurer
from app.notices.notice import NoticeId, NoticeState
from app.notices.tying import Tie
from tests.desk.framed import framed
from tests.notices.samples import done, in_hand, notice, reassigned, returned, unknown
from tests.people import NOW, held, patient

TODAY = date(2026, 11, 22)
HANA = patient(231, held())
_ALL = (
    notice(),
    reassigned(),
    returned(),
    unknown(),
    in_hand(
        returned("20261108-1.50"),
        note="新しい資格確認書を持って来ていただくよう電話した。次の予約は11月26日。",
    ),
    in_hand(reassigned("20261108-1.51"), until=date(2026, 11, 20)),
    done(notice("20261108-1.52")),
)
FIGURES = MonthFigures(
    date(2026, 11, 1),
    1_284,
    23,
    19,
    8,
    3,
    2,
    (
        SlowInsurer("06139992", "見本健康保険組合", 21, 4, 34, 2),
        SlowInsurer("01139997", "全国健康保険協会　例示支部", 12, 6, 20, 1),
        SlowInsurer("139998", "架空市国民健康保険", None, 2, 16, 0),
        SlowInsurer("39139993", "例示県後期高齢者医療広域連合", 9, 0, None, 3),
    ),
)


_LONG = replace(
    _ALL[0],
    id=NoticeId("long"),
    subject=replace(_ALL[0].subject, name="架空ヴァレンティーナ　マリアフェルナンダ"),
    share_difference_yen=-12_340,
    handling=replace(_ALL[0].handling, note="電話したが不在。十二月の受診のときに証を見せてもらう。"),
)


def _inbox(state: InboxState) -> Callable[[], QWidget]:
    def build() -> QWidget:
        panel = InboxPanel(lambda: NOW)
        panel.show_state(state)
        return panel

    return framed(build)


def _month(state: MonthState) -> Callable[[], QWidget]:
    def build() -> QWidget:
        panel = MonthPanel()
        panel.show_state(state)
        return panel

    return framed(build)


def _state(**changes: object) -> InboxState:
    held_open: dict[str, object] = {"notices": _ALL, "loaded": True, "sees_month": True, "tie": Tie(HANA, ())}
    return InboxState(TODAY, **(held_open | changes))  # type: ignore[arg-type]  # names are the state's own


SHOTS: dict[str, Callable[[], QWidget]] = {
    "inbox-split": _inbox(_state(chosen=_ALL[0])),
    "inbox-reassigned": _inbox(_state(chosen=_ALL[1], told="台帳に取り込みました")),
    "inbox-kokuho-in-hand": _inbox(_state(chosen=_ALL[4], shown=NoticeState.IN_HAND)),
    "inbox-unknown": _inbox(_state(chosen=_ALL[3], tie=Tie(None, ()), trouble=ADVICE["notice.changed"])),
    "inbox-long-name": _inbox(_state(notices=(_LONG, *_ALL), chosen=_LONG)),
    "inbox-hand": _inbox(_state(chosen=_ALL[0], task=Task.HAND, wrong="until")),
    "inbox-empty": _inbox(InboxState(TODAY, loaded=True)),
    "inbox-without-line": _inbox(InboxState(TODAY, connected=False)),
    "month": _month(MonthState(date(2026, 11, 1), FIGURES)),
    "month-gathering": _month(MonthState(date(2026, 10, 1), has_later=True)),
}
