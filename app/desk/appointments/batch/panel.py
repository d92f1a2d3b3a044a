"""One batch on the screen: how far it is above, below it only what needs somebody."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.appointments.appointment import Batch, BatchState
from app.desk.advice import Advice
from app.desk.appointments import keys
from app.desk.appointments.batch.detail import DetailPanel
from app.desk.appointments.batch.state import BatchPageState, Task
from app.desk.appointments.batch.table import FOLLOW_UP, KIND, NAME, TIME, WHAT, ExceptionRows
from app.desk.appointments.words import moment_words, time_left_words
from app.desk.widgets import Banner, Card, ElidedLabel, KeyButton, TableView, ToneBadges, laid_out_once, text
from app.desk.widgets.buttons import click_by_key, key_words

_MOST_TOLD = 3
_MANY_NEW = 2
_ROWS_MEASURED = 40
"""As many rows tell how wide a column must be: to measure ten thousand takes a tenth of a second."""
_ROOM_FOR_WHAT = 28
_ROOM_FOR_FOLLOW_UP = 24
_ROOM_FOR_BOTH = 52
"""Japanese letters that must fit side by side before a column is shown."""
_LEAST_NAME, _WIDEST_NAME = 5, 9


class BatchPanel(QWidget):
    """row_chosen carries an ItemId."""

    row_chosen = Signal(str)
    only_open_changed = Signal(bool)
    all_new_requested = Signal()
    start_requested = Signal()
    cancel_requested = Signal()
    print_requested = Signal()
    save_requested = Signal()
    left = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the detail comes with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._shown_task = Task.LOOK
        self._showing = False
        self._room = (0, 0)
        self._title = ElidedLabel("")
        self._title.setProperty("type", "title")
        self._counts = text("", "value", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("確認の進み具合"))
        self._left = text("", "caption")
        self._banner = Banner()
        self._start = KeyButton(self.tr("今すぐ確認する"), keys.START_NOW)
        self._start.clicked.connect(self.start_requested)
        self._cancel = KeyButton(self.tr("中止する"), keys.CANCEL)
        self._cancel.clicked.connect(self.cancel_requested)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        self._save = KeyButton(self.tr("CSV に保存"), keys.SAVE)
        self._save.clicked.connect(self.save_requested)
        self._back = KeyButton(self.tr("ファイルの一覧へ"), keys.BACK)
        self._back.clicked.connect(self.left)
        self._saved = text("", "small", "valid")
        self._list = self._made_list()
        self._lay_out()
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        """The detail beside the list: Qt styles a part anew whenever it moves."""
        self.detail = DetailPanel(at_once=False)
        self._sides.addWidget(self.detail, 4)
        yield from self.detail.making()

    def _made_list(self) -> Card:
        self._rows = ExceptionRows(self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("確認が必要な方"))
        self._table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._badges = ToneBadges(self._table)
        self._table.setItemDelegateForColumn(KIND, self._badges)
        self._table.horizontalHeader().setResizeContentsPrecision(_ROWS_MEASURED)
        self._heading = text(self.tr("確認が必要な方"), "heading")
        self._only_open = QCheckBox(self.tr("未対応のみ"))
        click_by_key(self._only_open, keys.ONLY_OPEN)
        self._only_open.clicked.connect(self.only_open_changed)
        self._table.resized.connect(self._share_room)
        self._all_new = KeyButton("", keys.ALL_NEW)
        self._all_new.clicked.connect(self.all_new_requested)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._only_open)
        head.addWidget(text(key_words(keys.ONLY_OPEN), "key"))
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 12, 8, 8)
        inside.addLayout(head)
        inside.addWidget(self._table, 1)
        inside.addWidget(self._all_new, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _lay_out(self) -> None:
        self._head = Card()
        column = QVBoxLayout(self._head)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._title, 1)
        for button in (self._start, self._cancel, self._print, self._save, self._back):
            first.addWidget(button)
        column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self._counts, 1)
        second.addWidget(self._saved)
        second.addWidget(self._left)
        column.addLayout(second)
        column.addWidget(self._bar)
        column.addWidget(self._banner)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(16)
        self._sides.addWidget(self._list, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._head)
        layout.addLayout(self._sides, 1)

    def show_state(self, state: BatchPageState) -> None:
        with laid_out_once(self, self._head, self._list):
            self._show_head(state)
            anew = self._show_rows(state)
            self.detail.show_state(state)
            for part in (self._head, self._list):
                part.setVisible(state.task is not Task.CALL)  # the words to say get the whole screen
        self._share_room(anew)
        self._show_chosen(state)
        if self._shown_task is not Task.LOOK and state.task is Task.LOOK:
            self.focus_first()
        self._shown_task = state.task

    def focus_first(self) -> None:
        """The arrows walk through the list."""
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_head(self, state: BatchPageState) -> None:
        batch = state.batch
        self._title.setText(batch.file_name if batch is not None else "")
        self._counts.setText(self._count_words(batch, state) if batch is not None else "")
        self._saved.setText(self.tr("保存しました") if state.saved else "")
        working = state.is_under_way and not state.is_waiting
        self._bar.setVisible(working)
        self._left.setText(time_left_words(state.time_left_s) if working else "")
        if batch is not None:
            self._bar.setRange(0, batch.total)
            self._bar.setValue(batch.done)
        self._start.setVisible(state.is_waiting)
        self._cancel.setVisible(state.is_under_way)
        self._back.setEnabled(state.task is Task.LOOK)  # else Esc belongs to the note
        for button in (self._print, self._save):
            button.setVisible(bool(state.exceptions.all or state.left_out))
        self._show_banner(state)

    def _count_words(self, batch: Batch, state: BatchPageState) -> str:
        if state.is_waiting:
            at = moment_words(batch.start_at, state.now)
            return self.tr("全 {0} 件　{1} に自動で確認します").format(batch.total, at)
        needing = len(state.exceptions.all)
        words = self.tr("全 {0} 件 中 確認が必要 {1} 件").format(batch.total, needing)
        if settled := needing - len(state.exceptions.open):
            words += self.tr("　うち対応済み {0} 件").format(settled)
        if state.is_under_way:
            return self.tr("{0} / {1} 件を確認　確認が必要 {2} 件").format(batch.done, batch.total, needing)
        if batch.state is BatchState.CANCELLED:
            words += self.tr("　（{0} 件で中止）").format(batch.done)
        return words

    def _show_banner(self, state: BatchPageState) -> None:
        batch = state.batch
        if state.trouble is not None:
            self._banner.show_advice(_of_batch(state.trouble, state.is_under_way))
        elif batch is not None and batch.paused_until is not None and state.is_under_way:
            at = moment_words(batch.paused_until, state.now)
            self._banner.show_words(
                self.tr("該当なしが続いたため、番号での問い合わせが一時止められました。"),
                self.tr("{0} に自動で続けます。画面を離れてもかまいません。").format(at),
            )
        elif state.left_out:
            told = "／".join(each.words for each in state.left_out[:_MOST_TOLD])
            more = len(state.left_out) - _MOST_TOLD
            rest = self.tr("／ほか{0}行（CSV に全部出ます）").format(more) if more > 0 else ""
            self._banner.show_words(
                self.tr("ファイルの {0} 行は読み取れず、確認していません。").format(len(state.left_out)),
                told + rest,
            )
        else:
            self._banner.hide()

    def _show_rows(self, state: BatchPageState) -> bool:
        """Whether they are others than before."""
        self._showing = True
        anew = self._rows.show_rows(state.rows)
        self._showing = False
        self._only_open.setChecked(state.only_open)
        self._table.show_words("" if state.rows else self._nobody_words(state))
        new = len(state.exceptions.new)
        self._all_new.setVisible(new >= _MANY_NEW and not state.is_under_way)
        self._all_new.setText(self.tr("台帳にない {0} 人をまとめて登録").format(new))
        self._all_new.setEnabled(not state.busy)
        return anew

    def _show_chosen(self, state: BatchPageState) -> None:
        self._showing = True
        self._table.choose(self._rows.row_of(state.chosen.item.id) if state.chosen is not None else -1)
        self._showing = False

    def _nobody_words(self, state: BatchPageState) -> str:
        if state.batch is None:
            return ""
        if state.is_waiting:
            return self.tr("まだ確認していません")
        if state.is_under_way:
            return self.tr("確認しています。確認が必要な方がいれば、ここに出ます。")
        if state.exceptions.all:
            return self.tr("すべて対応済みです")
        if state.batch.state is BatchState.CANCELLED:
            return self.tr("中止しました。それまでに確認が必要な方はいませんでした。")
        return self.tr("確認が必要な方はいません。全員の資格が有効で、台帳と同じです。")

    def _row_changed(self, current: QModelIndex) -> None:
        """By the user's hand only."""
        item_id = self._rows.id_at(current.row())
        if item_id is not None and not self._showing:
            self.row_chosen.emit(item_id)

    def _share_room(self, anew: bool = False) -> None:
        """Where letters are large the difference and what was done give place: the detail beside has both.

        anew: the rows are others; else columns are measured only where the list has another width than before.
        """
        letter, width = self.fontMetrics().height(), self._table.viewport().width()
        tells_done = not self._only_open.isChecked() and width >= _ROOM_FOR_FOLLOW_UP * letter
        room_for_what = _ROOM_FOR_BOTH if tells_done else _ROOM_FOR_WHAT
        self._table.setColumnHidden(FOLLOW_UP, not tells_done)
        self._table.setColumnHidden(WHAT, width < room_for_what * letter)
        if not anew and self._room == (letter, width):
            return
        self._room = (letter, width)
        self._table.fit_rows()
        time, kind = map(self._needed_width, (TIME, KIND))
        name = min(_WIDEST_NAME * letter, width - time - kind - letter, self._needed_width(NAME))
        for column, needed in ((TIME, time), (NAME, max(_LEAST_NAME * letter, name)), (KIND, kind)):
            self._table.setColumnWidth(column, needed)

    def _needed_width(self, column: int) -> int:
        heading = self._table.horizontalHeader().sectionSizeHint(column)
        return max(heading, self._table.sizeHintForColumn(column))


def _of_batch(trouble: Advice, goes_on: bool) -> Advice:
    """Advice for the counter need not say that a batch goes on by itself."""
    if not goes_on or "自動" in trouble.next_step:
        return trouble
    return Advice(trouble.what, f"{trouble.next_step}一括確認は、直りしだい自動で続けます。")
