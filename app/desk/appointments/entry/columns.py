"""The columns of a file of a new shape: each of our fields beside a choice of its headings, over the first rows."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.appointments.columns import FIELD_WORDS, NEEDED
from app.desk.appointments import keys
from app.desk.appointments.entry.presenter import EntryState, Step
from app.desk.appointments.entry.table import FirstRows
from app.desk.appointments.words import day_words
from app.desk.widgets import Banner, Card, KeyButton, TableView, caption, scrolled, text

_COLUMNS = 5
_LETTERS_A_FIELD = 9
"""Japanese letters that a choice must hold in a line."""
_MOST_TOLD = 5


class ColumnChoice(QWidget):
    """A field of ours: its word, the file's headings to choose from, and what the first row has there."""

    chosen = Signal(str)

    def __init__(self, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_wanted = False
        words = FIELD_WORDS[field]
        needed = self.tr("　必須") if field in NEEDED else ""
        self._choice = QComboBox()
        self._choice.setAccessibleName(words)
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setMinimumContentsLength(6)
        self._choice.activated.connect(lambda: self.chosen.emit(self._choice.currentData()))
        self._example = text("", "small")
        self.setFocusProxy(self._choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(caption(f"{words}{needed}"))
        column.addWidget(self._choice)
        column.addWidget(self._example)

    def offer(self, header: tuple[str, ...]) -> None:
        self._choice.clear()
        self._choice.addItem(self.tr("（なし）"), "")
        for name in header:
            self._choice.addItem(name, name)

    def show_choice(self, name: str, example: str, wanted: bool) -> None:
        self.is_wanted = wanted
        self._choice.setCurrentIndex(max(self._choice.findData(name), 0))
        room = self.fontMetrics().elidedText(
            example, Qt.TextElideMode.ElideRight, self._choice.sizeHint().width()
        )
        self._example.setText(self.tr("例　{0}").format(room) if example else "")
        self._choice.setAccessibleDescription(example)


class ColumnsPanel(QWidget):
    """column_chosen carries our field and the file's heading, "" for none."""

    column_chosen = Signal(str, str)
    day_chosen = Signal(object)
    agreed = Signal()
    left = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the choices come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._header: tuple[str, ...] = ()
        self._days: tuple[date, ...] = ()
        self._title = text("", "title", wrap=True)
        self._known = text("", "caption", wrap=True)
        self._banner = Banner()
        self._fields: dict[str, ColumnChoice] = {}
        self._day = QComboBox()
        self._day.setAccessibleName(self.tr("どの日の予約ですか"))
        self._day.activated.connect(lambda place: self.day_chosen.emit(self._days[place]))
        self._day_asked = QWidget()
        self._rows = FirstRows(self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("ファイルの初めの行"))
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._table.horizontalHeader().setStretchLastSection(False)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._agree = KeyButton(self.tr("この列で確認する"), keys.AGREE, primary=True)
        self._agree.clicked.connect(self.agreed)
        self._leave = KeyButton(self.tr("やめる"), keys.BACK)
        self._leave.clicked.connect(self.left)
        self._lay_out()
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        """Each choice into the place where it stays: Qt styles a part anew whenever it moves."""
        for field in FIELD_WORDS:
            choice = self._fields[field] = ColumnChoice(field)
            choice.chosen.connect(partial(self.column_chosen.emit, field))
            place = len(self._fields) - 1
            self._grid.addWidget(choice, place // self._arranged, place % self._arranged)
            yield

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        self._arranged = 0
        self._arrange(_COLUMNS)
        day = QHBoxLayout(self._day_asked)
        day.setContentsMargins(0, 0, 0, 0)
        day.addWidget(text(self.tr("予約日の列がないので、どの日の予約か選んでください"), wrap=True), 1)
        day.addWidget(self._day)
        above = QVBoxLayout()
        above.setSpacing(12)
        above.addWidget(self._day_asked)  # asked with every file: above what is asked once
        above.addLayout(self._grid)
        buttons = QHBoxLayout()
        buttons.addWidget(self._agree)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._known)
        column.addWidget(self._banner)
        fields = scrolled(above)
        fields.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(fields, 3)
        column.addWidget(self._table, 2)
        column.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large letters get fewer fields a row."""
        super().resizeEvent(event)
        letters = self.width() / self.fontMetrics().height()
        self._arrange(max(2, min(_COLUMNS, int(letters / _LETTERS_A_FIELD))))

    def _arrange(self, columns: int) -> None:
        if columns == self._arranged:
            return
        self._arranged = columns
        for place, choice in enumerate(self._fields.values()):
            self._grid.addWidget(choice, place // columns, place % columns)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def show_state(self, state: EntryState) -> None:
        opened = state.opened
        if opened is None:
            return
        self._title.setText(opened.name)
        self._known.setText(
            self.tr("列は前に決めたとおりです。直すと、次からはそのとおりに読みます。")
            if opened.known
            else self.tr("初めての形のファイルです。どの列が何かを確かめてください。次からは聞きません。")
        )
        self._show_header(opened.table.header)
        first = opened.table.rows[0].cells
        for field, choice in self._fields.items():
            name = state.mapping.get(field, "")
            example = first[self._header.index(name)] if name in self._header else ""
            choice.show_choice(name, example, wanted=field in state.missing)
        self._rows.show_table(opened.table)
        self._table.fit_rows()
        self._show_days(state)
        self._agree.setEnabled(not state.missing and state.step is Step.COLUMNS)
        self._show_banner(state)

    def focus_first(self) -> None:
        wanted = next((each for each in self._fields.values() if each.is_wanted), None)
        usual = self._fields["on"] if self._day_asked.isHidden() else self._day
        (wanted or usual).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_header(self, header: tuple[str, ...]) -> None:
        if header != self._header:
            self._header = header
            for choice in self._fields.values():
                choice.offer(header)

    def _show_days(self, state: EntryState) -> None:
        self._day_asked.setVisible(state.asks_day)
        if state.days != self._days:
            self._days = state.days
            self._day.clear()
            near = (self.tr("本日　"), self.tr("明日　"))
            for place, day in enumerate(state.days):
                self._day.addItem(f"{near[place] if place < len(near) else ''}{day_words(day)}")
        if state.day in self._days:
            self._day.setCurrentIndex(self._days.index(state.day))

    def _show_banner(self, state: EntryState) -> None:
        if state.unread:
            told = "\n".join(each.words for each in state.unread[:_MOST_TOLD])
            self._banner.show_words(
                self.tr("どの行も読み取れませんでした。列の対応を確かめてください。"), told
            )
        elif state.missing:
            names = "・".join(FIELD_WORDS[field] for field in state.missing)
            self._banner.show_words(self.tr("{0}の列を選んでください。").format(names))
        else:
            self._banner.show_advice(state.trouble)
