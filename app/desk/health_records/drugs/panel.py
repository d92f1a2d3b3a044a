"""The drug history: picture and list on the left, what needs an answer on the right."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.desk.health_records import keys
from app.desk.health_records.drugs.duplicates import DuplicatesCard
from app.desk.health_records.drugs.generics import GenericsCard
from app.desk.health_records.drugs.page import ROLL_UP_WORDS, Choices, DrugsPage, RollUp
from app.desk.health_records.drugs.picture import TimelinePicture
from app.desk.health_records.drugs.table import AMOUNT, DAY, NAME, PLACE, SOURCE, DrugRows
from app.desk.theme import theme_in_force
from app.desk.widgets import Card, KeyButton, TableView, scrolling, text
from app.desk.widgets.buttons import click_by_key, key_words

_NEXT = {RollUp.EACH: RollUp.MONTH, RollUp.MONTH: RollUp.EPISODE, RollUp.EPISODE: RollUp.EACH}
_PICTURE_HEIGHT, _LIST_HEIGHT = 130, 150
_BESIDE_UP_TO = 125
"""Text size in percent up to which alerts and history stand side by side."""
_ROWS_MEASURED = 40


class DrugsPanel(QWidget):
    """choices_made carries Choices."""

    choices_made = Signal(object)
    copy_requested = Signal()
    print_requested = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the parts come with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._choices = Choices()
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        """From the outside in, each part into the place where it stays: Qt styles whatever moves anew."""
        self._make_halves()
        yield
        self._make_picture()
        yield
        self._make_list()
        yield
        self.duplicates = DuplicatesCard()
        self.duplicates.chosen_by_key.connect(lambda: self._page.ensureWidgetVisible(self.duplicates))
        self._side.insertWidget(0, self.duplicates)
        yield
        self.generics = GenericsCard()
        self.generics.chosen_by_key.connect(lambda: self._page.ensureWidgetVisible(self.generics))
        self._side.insertWidget(1, self.generics)

    def _make_halves(self) -> None:
        self._page = scrolling(QWidget())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._page.widget())
        self._halves.setContentsMargins(0, 0, 6, 0)
        self._halves.setSpacing(12)
        self._picture_card, self._list_card = Card(), Card()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._picture_card, 2)
        left.addWidget(self._list_card, 3)
        self._halves.addLayout(left, 5)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.setSpacing(12)
        self._side.addStretch(1)
        self._halves.addLayout(self._side, 2)

    def _make_picture(self) -> None:
        inside = QVBoxLayout(self._picture_card)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(text(self.tr("くすりの時系列"), "heading"))
        self._picture = TimelinePicture()
        self._scroll = scrolling(self._picture, name=self.tr("くすりの時系列"))
        inside.addWidget(self._scroll, 1)

    def _make_list(self) -> None:
        self._complete = text("", "caption", wrap=True)
        self._withheld = text("", "caption", "caution", wrap=True)
        inside = QVBoxLayout(self._list_card)
        inside.setContentsMargins(8, 10, 8, 8)
        inside.addWidget(self._complete)
        inside.addWidget(self._withheld)
        inside.addLayout(self._made_tools())
        inside.addLayout(self._made_buttons())
        self._rows = DrugRows(self)
        self._table = TableView()
        inside.addWidget(self._table, 1)
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("調剤された薬"))
        self._table.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self._table.horizontalHeader()
        header.setResizeContentsPrecision(_ROWS_MEASURED)
        header.setMinimumSectionSize(60)
        header.setStretchLastSection(False)
        for column in (DAY, AMOUNT, SOURCE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (NAME, PLACE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _made_tools(self) -> QHBoxLayout:
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("さがす（{0}）").format(key_words(keys.FIND)))
        self._find.setAccessibleName(self.tr("くすり・薬局をさがす"))
        self._find.textChanged.connect(self._found)
        to_find = QShortcut(QKeySequence(keys.FIND), self)
        to_find.activated.connect(self._focus_find)
        self._hide_own = QCheckBox(self.tr("自院を隠す（{0}）").format(key_words(keys.HIDE_OWN)))
        click_by_key(self._hide_own, keys.HIDE_OWN)
        self._hide_own.toggled.connect(self._own_hidden)
        tools = QHBoxLayout()
        tools.addWidget(self._find, 1)
        tools.addWidget(self._hide_own)
        return tools

    def _made_buttons(self) -> QHBoxLayout:
        self._roll_up = KeyButton("", keys.ROLL_UP)
        self._roll_up.clicked.connect(self._next_roll_up)
        self._copy = KeyButton(self.tr("コピー"), keys.COPY)
        self._copy.clicked.connect(self.copy_requested)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        buttons = QHBoxLayout()
        for button in (self._roll_up, self._copy, self._print):
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def _share_room(self) -> None:
        """With large text the alerts stand above, side by side; the list keeps the whole width."""
        theme = theme_in_force()
        is_large = theme.percent > _BESIDE_UP_TO
        beside, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        self._halves.setDirection(above if is_large else beside)
        self._side.setDirection(beside if is_large else QBoxLayout.Direction.TopToBottom)
        self._scroll.setMinimumHeight(theme.px(_PICTURE_HEIGHT))
        self._table.setMinimumHeight(theme.px(_LIST_HEIGHT))
        self._table.verticalHeader().setDefaultSectionSize(theme.plain_px + 22)

    def show_page(self, page: DrugsPage | None) -> None:
        """None: closed; nothing of it stays in a widget."""
        self._choices = page.choices if page is not None else Choices()
        self._rows.show_rows(page.lines if page is not None else ())
        self._picture.show_timeline(page.picture if page is not None else None)
        self._complete.setText(page.complete if page is not None else "")
        withheld = "\n".join(page.withheld) if page is not None else ""
        self._withheld.setText(withheld)
        self._withheld.setVisible(bool(withheld))
        self.duplicates.show_page(page)
        self.generics.show_page(page)
        if self._find.text() != self._choices.find:
            self._find.setText(self._choices.find)
        self._hide_own.blockSignals(True)
        self._hide_own.setChecked(self._choices.hide_own)
        self._hide_own.blockSignals(False)
        self._roll_up.setText(self.tr("まとめ方：{0}").format(ROLL_UP_WORDS[self._choices.roll_up]))
        self._share_room()

    def _found(self, typed: str) -> None:
        if typed != self._choices.find:
            self.choices_made.emit(replace(self._choices, find=typed))

    def _own_hidden(self, hidden: bool) -> None:
        self.choices_made.emit(replace(self._choices, hide_own=hidden))

    def _next_roll_up(self) -> None:
        self.choices_made.emit(replace(self._choices, roll_up=_NEXT[self._choices.roll_up]))

    def _focus_find(self) -> None:
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()
