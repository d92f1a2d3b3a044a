"""The manager's month: four figures and the insurers that register late; one page, printable."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.notices import keys
from app.desk.notices.month.presenter import MonthState
from app.desk.notices.month.words import INSURER_HEADINGS, figures_of, insurer_row, month_title
from app.desk.widgets import Banner, Card, KeyButton, caption, scrolled, text
from app.notices.month import MOST_INSURERS

_FIGURES = 4


class MonthPanel(QWidget):
    earlier_requested = Signal()
    later_requested = Signal()
    print_requested = Signal()
    left = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the figures come with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._title = text("", "title")
        self._banner = Banner()
        self._earlier = KeyButton(self.tr("前の月"), keys.EARLIER)
        self._earlier.clicked.connect(self.earlier_requested)
        self._later = KeyButton(self.tr("次の月"), keys.LATER)
        self._later.clicked.connect(self.later_requested)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        self._back = KeyButton(self.tr("通知へ"), keys.BACK)
        self._back.clicked.connect(self.left)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        head = Card()
        column = QVBoxLayout(head)
        column.setContentsMargins(20, 14, 20, 14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        for button in (self._earlier, self._later, self._print, self._back):
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self._banner)
        body = QVBoxLayout()
        body.setSpacing(16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(head)
        layout.addWidget(scrolled(body), 1)
        yield
        self._figures = [
            (text("", "figure"), text("", "value", wrap=True), text("", "caption", wrap=True))
            for _ in range(_FIGURES)
        ]
        body.addLayout(self._figure_cards())
        yield
        self._rows = [tuple(text("", wrap=True) for _ in INSURER_HEADINGS) for _ in range(MOST_INSURERS)]
        self._nobody = text(self.tr("遅れて登録した保険者はありません"), "lead", wrap=True)
        yield
        body.addWidget(self._insurer_card())

    def _figure_cards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(16)
        for place, labels in enumerate(self._figures):
            card = Card()
            inside = QVBoxLayout(card)
            inside.setContentsMargins(20, 14, 20, 14)
            inside.setSpacing(4)
            for label in labels:
                inside.addWidget(label)
            inside.addStretch(1)
            grid.addWidget(card, place // 2, place % 2)
        return grid

    def _insurer_card(self) -> Card:
        card = Card()
        grid = QGridLayout(card)
        grid.setContentsMargins(20, 14, 20, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        for column in range(1, len(INSURER_HEADINGS)):
            grid.setColumnStretch(column, 1)
        grid.addWidget(text(self.tr("登録の遅い保険者"), "heading"), 0, 0, 1, len(INSURER_HEADINGS))
        for column, words in enumerate(INSURER_HEADINGS):
            grid.addWidget(caption(words), 1, column)
        for row, labels in enumerate(self._rows, start=2):
            for column, label in enumerate(labels):
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._nobody, len(self._rows) + 2, 0, 1, len(INSURER_HEADINGS))
        return card

    def focus_first(self) -> None:
        self._earlier.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: MonthState) -> None:
        self._title.setText(self.tr("{0}のまとめ").format(month_title(state.month)))
        self._later.setEnabled(state.has_later)
        self._print.setEnabled(state.figures is not None)
        self._banner.show_advice(state.trouble)
        figures = state.figures
        told = figures_of(figures) if figures is not None else (("…", "", ""),) * _FIGURES
        for labels, words in zip(self._figures, told, strict=True):
            for label, each in zip(labels, words, strict=True):
                label.setText(each)
        slowest = figures.slowest if figures is not None else ()
        self._nobody.setVisible(figures is not None and not slowest)
        for place, row in enumerate(self._rows):
            here = place < len(slowest)
            cells = insurer_row(slowest[place]) if here else ("",) * len(row)
            for label, each in zip(row, cells, strict=True):
                label.setText(each)
                label.setVisible(here)
