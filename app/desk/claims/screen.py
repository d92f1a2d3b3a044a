"""The receipts' screen as the shell shows it: the months, and one of them; files come by dialog or by drop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.claims.month import MonthFile, sent_alike
from app.claims.ports import ClaimBook, MonthSummary, ReceiptRow
from app.claims.precheck import Prediction
from app.claims.words import PREDICTION_WORDS
from app.desk.claims.courier import ClaimsCourier, ClaimsOutside, ClaimsRound
from app.desk.claims.month.panel import MonthPanel
from app.desk.claims.month.presenter import MonthPresenter
from app.desk.claims.months.panel import MonthsPanel
from app.desk.claims.months.presenter import MonthsLanes, MonthsPresenter
from app.desk.forms.paper import print_with_dialog
from app.desk.forms.precheck_list import precheck_list
from app.desk.lanes import Lane
from app.desk.staff.at_counter import AtCounter
from app.desk.widgets.file_screen import FileScreen
from app.desk.widgets.questions import agreed
from app.scheme.days import Clock, business_day, written

_LOOK_EVERY_MS = 100
_SEARCH_AFTER_MS = 60
_POLISHED_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class ClaimsWork:
    """What the screen works with. read, write: lanes of the ledger; line: asks the service and feeds the worker.

    reviewed: called when a review ended; notices of it are there. sample: a file of the town, in practice only.
    """

    book: ClaimBook
    outside: ClaimsOutside
    read: Lane
    write: Lane
    line: Lane
    clock: Clock
    at_counter: AtCounter
    new_id: Callable[[], str]
    institution: Callable[[], str]
    reviewed: Callable[[], None] = lambda: None
    sample: Path | None = None


class ClaimsScreen(FileScreen):
    """Holds its presenters: PySide6 keeps connected plain objects only weakly."""

    def __init__(self, work: ClaimsWork, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the panels come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._work = work
        self._stack = QStackedLayout(self)
        self.setAcceptDrops(True)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._typing = QTimer(self, interval=_SEARCH_AFTER_MS, singleShot=True)
        self._typed = ""
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self._choose = MonthsPanel(at_once=False)
        self._stack.addWidget(self._choose)
        yield from self._choose.making()
        yield
        self._one = MonthPanel(at_once=False)
        yield
        self._stack.addWidget(self._one)
        yield from self._one.making()
        for place, widget in enumerate(self._one.findChildren(QWidget)):
            widget.ensurePolished()  # else its first showing does it for all of them in one turn
            if place % _POLISHED_AT_ONCE == 0:
                yield
        self._make_presenters(self._work)
        self._join()
        self._months.begin()
        self._timer.start()

    def _make_presenters(self, work: ClaimsWork) -> None:
        connected = work.outside.line is not None
        self._courier = ClaimsCourier(
            work.book, work.outside, work.line, work.clock, work.new_id, self._moved, self._failed
        )
        self._months = MonthsPresenter(
            self._choose,
            work.book,
            work.outside.worker,
            MonthsLanes(slow=work.line, read=work.read),
            work.clock,
            work.at_counter,
            work.new_id,
            connected,
            self._open,
            work.sample,
        )
        self._month = MonthPresenter(
            self._one,
            work.book,
            work.read,
            work.write,
            work.clock,
            work.at_counter,
            self._courier,
            connected,
            self._print,
            self._back,
        )

    def _join(self) -> None:
        self._timer.timeout.connect(self._courier.tick)
        self._timer.timeout.connect(self._months.tick)
        self._choose.file_requested.connect(self._choose_file)
        self._choose.sample_requested.connect(self._months.sample_requested)
        self._choose.month_opened.connect(self._open)
        one, month = self._one, self._month
        one.row_chosen.connect(month.chosen)
        one.rows_wanted.connect(month.rows_wanted)
        one.part_chosen.connect(month.part_chosen)
        one.complaint_opened.connect(month.complaint_opened)
        one.filter_chosen.connect(month.filter_chosen)
        one.sort_chosen.connect(month.sort_chosen)
        one.search_changed.connect(self._search_typed)
        self._typing.timeout.connect(lambda: month.search_changed(self._typed))
        one.head.send_requested.connect(self._confirm_sending)
        one.head.hold_requested.connect(month.hold_requested)
        one.head.again_requested.connect(month.again_requested)
        one.head.print_requested.connect(month.print_requested)
        one.head.save_requested.connect(self._save)
        one.head.forget_requested.connect(self._confirm_forgetting)
        one.head.left.connect(self._back)
        detail, mending = one.detail, month.mending
        detail.fix_requested.connect(mending.fix_requested)
        detail.form_opened.connect(mending.form_opened)
        detail.typed.connect(mending.typed)
        detail.undo_requested.connect(mending.undo_requested)
        detail.mending_left.connect(mending.left)

    def file_dropped(self, path: str) -> None:
        self._back()
        self._months.file_chosen(path)

    def leave(self) -> None:
        """Locked: what is under way goes on, nobody's receipt stays in sight."""
        self._month.leave()
        self._stack.setCurrentWidget(self._choose)

    def stop(self) -> None:
        self._timer.stop()
        self._courier.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes from the inbox may have ended a month there."""
        super().showEvent(event)
        self._courier.wake()
        if self._stack.currentWidget() is self._choose:
            self._months.begin()
            self._choose.focus_first()
        else:
            self._one.focus_first()

    def _open(self, month: MonthFile) -> None:
        self._month.open(month)
        self._stack.setCurrentWidget(self._one)
        self._one.focus_first()

    def _back(self) -> None:
        self._month.leave()
        self._stack.setCurrentWidget(self._choose)
        self._months.begin()
        self._choose.focus_first()

    def _moved(self, came: ClaimsRound) -> None:
        self._month.moved(came)
        if came.moved and self._stack.currentWidget() is self._choose:
            self._months.begin()
        if came.reviewed:
            self._work.reviewed()

    def _failed(self, error: Exception) -> None:
        self._month.failed(error)

    def _search_typed(self, words: str) -> None:
        """A burst of keys is one search."""
        self._typed = words
        self._typing.start()

    def _choose_file(self) -> None:
        self.choose_file(
            self.tr("レセプトのファイルを選ぶ"), self.tr("レセプト (*.UKE *.CYO *.uke *.cyo);;すべて (*)")
        )

    def _confirm_sending(self) -> None:
        """What is still open is said before it goes."""
        state = self._month.state
        month, summary = state.month, state.summary
        if month is None or summary is None:
            return
        words = self.tr("レセプト {0}、{1} 点を送信します。よろしいですか。").format(
            f"{month.receipts:,}", f"{month.points:,}"
        )
        open_ones = [
            f"{PREDICTION_WORDS[each]} {summary.predictions[each]:,}"
            for each in (Prediction.RETURNED, Prediction.KOKUHO, Prediction.UNCONFIRMED)
            if summary.predictions.get(each)
        ]
        if summary.faulty:
            open_ones.append(self.tr("記録の誤り {0}").format(summary.faulty))
        if summary.compared < month.receipts:
            open_ones.append(self.tr("確認の途中 {0}").format(month.receipts - summary.compared))
        open_ones += [
            self.tr("{0}あてのファイルに移すもの {1}").format(agency.word, number)
            for agency, number in summary.elsewhere.items()
        ]
        if open_ones:
            words += self.tr("\n\nこのまま送るもの：{0}").format("、".join(open_ones))
        if before := sent_alike(month, self._months.state.months):
            on = before.sent_at or before.entered_at
            words += self.tr(
                "\n\n同じ請求月のファイルを {0} に送信済みです（{1}）。直して送ったレセプトは、二重の請求になります。"
            ).format(written(business_day(on)), before.file_name)
        if agreed(self, self.tr("送信"), words):
            self._month.send_requested()

    def _confirm_forgetting(self) -> None:
        words = self.tr(
            "このファイルの写しと修正を消します。元のファイルはそのまま残ります。よろしいですか。"
        )
        if agreed(self, self.tr("破棄"), words):
            self._month.forget_requested()

    def _print(self, month: MonthFile, summary: MonthSummary, rows: tuple[ReceiptRow, ...]) -> None:
        document = precheck_list(month, summary, rows, self._work.institution(), self._work.clock())
        print_with_dialog(document, self)

    def _save(self) -> None:
        month = self._month.state.month
        if month is not None and (path := self.place_for_csv(month.file_name)):
            self._month.save_requested(path)
