"""The chosen receipt: what will become of it, day by day, what differs side by side, a key for each thing to do."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.claims.fixes import ChangedLine
from app.claims.ports import ReceiptPage
from app.claims.words import PREDICTION_WORDS
from app.desk.claims import keys
from app.desk.claims.month.findings import Days, Fixes
from app.desk.claims.month.state import NOT_MENDING, Mending, MonthPageState
from app.desk.claims.month.typed_page import TypedPage
from app.desk.claims.words import (
    PREDICTION_TONES,
    complaint_place,
    elsewhere_preview_words,
    next_step_words,
    payer_words,
    reason_of_row_words,
    reviewed_words,
    sent_words,
)
from app.desk.widgets import Badge, Card, ElidedLabel, KeyButton, caption, laid_out_once, scrolled, text
from app.desk.widgets.labels import set_tone
from app.scheme.days import written
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.complaints import Complaint

_MOST_COMPLAINTS, _MOST_LINES = 8, 8


class DetailPanel(Card):
    """typed carries a TypedReceipt. mending_left: of what is typed or looked at."""

    fix_requested = Signal()
    form_opened = Signal()
    typed = Signal(object)
    undo_requested = Signal()
    mending_left = Signal()
    typing_ended = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the rest comes with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._is_typing = False
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self._shown: tuple[ReceiptPage | None, Mending, bool, bool] = None, NOT_MENDING, False, False
        self._kana = caption("")
        self._name = ElidedLabel("")
        self._name.setProperty("type", "title")
        self._who = text("", "caption", wrap=True)
        self._badge = Badge()
        self._reason = text("", "lead", wrap=True)
        self._next = text("", wrap=True)
        self._reviewed = text("", "lead", wrap=True)
        self._elsewhere = text("", "lead", wrap=True)
        set_tone(self._elsewhere, "caution")
        self._days = Days()
        self._fixes = Fixes()
        self._lines = text("", "caption", wrap=True)
        self._complaints = text("", wrap=True)
        told = QVBoxLayout()
        told.setSpacing(10)
        for widget in (
            *(self._reviewed, self._reason, self._next, self._elsewhere),
            *(self._days, self._fixes, self._lines, self._complaints),
        ):
            told.addWidget(widget)
        self._facts = scrolled(told, right_margin=8)
        self._facts.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._facts.setAccessibleName(self.tr("レセプトの内容"))
        yield
        self._form = TypedPage()
        self._form.submitted.connect(self.typed)
        yield
        self._make_buttons()
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._facts)
        self._pages.addWidget(self._form)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        for part in (self._kana, self._name, self._who):
            column.addWidget(part)
        column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(pages, 1)
        for button in (self._fix, self._type, self._leave, self._undo):
            column.addWidget(button)

    def _make_buttons(self) -> None:
        self._fix = KeyButton("", keys.FIX)
        self._fix.clicked.connect(self._go_on)
        self._type = KeyButton(self.tr("手で直す"), keys.TYPE)
        self._type.clicked.connect(self.form_opened)
        self._leave = KeyButton(self.tr("やめる"), keys.BACK)
        self._leave.clicked.connect(self.mending_left)
        self._undo = KeyButton(self.tr("直前の修正を取り消す"), keys.UNDO)
        self._undo.clicked.connect(self.undo_requested)

    def show_state(self, state: MonthPageState) -> None:
        with laid_out_once(self, self._facts.widget(), self._days, self._fixes):
            self._show_parts(state, state.mending)
        self._show_form(state.mending)

    def _show_parts(self, state: MonthPageState, mending: Mending) -> None:
        looks = bool(mending.fixes)
        self._show_page(state, mending)
        self._lines.setText(_preview_words(mending.lines))
        self._elsewhere.setText(
            elsewhere_preview_words(mending.elsewhere) if mending.elsewhere is not None else ""
        )
        self._elsewhere.setVisible(mending.elsewhere is not None)
        self._lines.setVisible(looks)
        self._fix.setText(self._fix_words(mending))
        self._fix.setVisible(state.can_fix or looks or mending.is_typing)
        advises_against = mending.elsewhere is not None
        self._fix.set_primary((looks and not advises_against) or mending.is_typing)
        self._type.setVisible(state.can_type and mending == NOT_MENDING)
        self._leave.setText(
            self.tr("入力に戻る") if looks and mending.form is not None else self.tr("やめる")
        )
        self._leave.setVisible(looks or mending.is_typing)
        self._leave.set_primary(advises_against)
        self._undo.setVisible(state.can_undo and mending == NOT_MENDING)
        for button in (self._fix, self._type, self._undo):
            button.setEnabled(not state.busy)

    def _fix_words(self, mending: Mending) -> str:
        if mending.fixes:
            return self.tr("写しに書き込む")
        return self.tr("下見する") if mending.is_typing else self.tr("違いを直す（下見）")

    def _show_form(self, mending: Mending) -> None:
        """The cursor follows into the fields and out of them: both by the user's key."""
        self._form.show_mending(mending)
        if mending.is_typing == self._is_typing:
            return
        self._is_typing = mending.is_typing
        typed_here = self._form.isAncestorOf(self._form.window().focusWidget())
        self._pages.setCurrentIndex(int(self._is_typing))
        if self._is_typing:
            self._form.focus_first()
        elif typed_here:
            self.typing_ended.emit()

    def _go_on(self) -> None:
        """From the form to what would change, and from there into the copy."""
        if self._is_typing:
            self._form.submit()
        else:
            self.fix_requested.emit()

    def _show_page(self, state: MonthPageState, mending: Mending) -> None:
        page = state.chosen
        month = state.month
        is_sent = month is not None and month.is_sent
        is_going = month is not None and month.wants_sending
        if (page, mending, is_sent, is_going) == self._shown and page is not None:
            return
        self._shown = page, mending, is_sent, is_going
        if page is not None:
            self._fill(page, mending, is_sent)
            self._next.setText(_next_words(page, is_sent or is_going, state.elsewhere))
        self._share_room(page, mending)

    def _fill(self, page: ReceiptPage, mending: Mending, is_sent: bool) -> None:
        row, found = page.row, page.precheck
        self._kana.setText(row.kana)
        self._name.setText(row.name or self.tr("（氏名なし）"))
        born = self.tr("{0} 生").format(written(row.birth_on)) if row.birth_on else ""
        chart = self.tr("カルテ {0}").format(row.chart) if row.chart else ""
        points = self.tr("{0} 点").format(f"{row.points:,}")
        number = self.tr("レセプト {0}").format(row.number)
        self._who.setText("　".join(filter(None, (number, chart, born, payer_words(row), points))))
        self._reviewed.setText(reviewed_words(page))
        if found is not None:
            self._badge.show_words(PREDICTION_TONES[found.prediction], PREDICTION_WORDS[found.prediction])
        told = reason_of_row_words(row, is_sent) if found is not None or is_sent else ""
        self._reason.setText(told or self.tr("確認しています…"))
        self._days.show_days(found.days if found is not None else ())
        if mending.fixes:
            self._fixes.show_fixes((), mending.fixes, mending.retyped)
        else:
            self._fixes.show_fixes(page.copy.fixes, found.fixes if found is not None else ())
        self._complaints.setText(_complaint_words(page.complaints))

    def _share_room(self, page: ReceiptPage | None, mending: Mending) -> None:
        """While something is put right, that and the name alone have the room: large letters need it."""
        has, at_rest = page is not None, page is not None and mending == NOT_MENDING
        found = page.precheck if page is not None else None
        self._name.setVisible(has)
        for part in (self._kana, self._who, self._reason):
            part.setVisible(at_rest)
        self._badge.setVisible(at_rest and found is not None)
        for label in (self._reviewed, self._next, self._complaints):
            label.setVisible(at_rest and bool(label.text()))
        self._days.setVisible(at_rest and found is not None and bool(found.days))
        if not has:
            self._fixes.hide()


def _next_words(page: ReceiptPage, is_away: bool, elsewhere: ReviewAgency | None) -> str:
    """ "" where there is nothing to do but to wait, or the review has told already. is_away: sent, or on its way."""
    found = page.precheck
    if found is None or page.reviewed is not None:
        return ""
    return sent_words(found, elsewhere) if is_away else next_step_words(found, elsewhere)


def _preview_words(preview: Sequence[ChangedLine]) -> str:
    """The records as they stand and as they will."""
    shown = []
    for each in preview[:_MOST_LINES]:
        before = f"－ {each.before}\n" if each.before else ""
        shown.append(f"{each.line}行目\n{before}＋ {each.after}")
    return "\n".join(shown)


def _complaint_words(complaints: Sequence[Complaint]) -> str:
    told = [f"！ {complaint_place(each)}　{each.words}" for each in complaints[:_MOST_COMPLAINTS]]
    more = len(complaints) - _MOST_COMPLAINTS
    return "\n".join([*told, *([f"ほか {more} 件"] if more > 0 else [])])
