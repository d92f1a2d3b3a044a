"""The grid of facts: eight cells made once, filled anew with each answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.desk.reception.answer.page import Cell
from app.desk.widgets import text
from app.desk.widgets.labels import set_tone

_COLUMNS = 4
_CELLS = 8
_FIGURES = frozenset({"負担割合", "限度額 適用区分"})


class FactCell(QFrame):
    """Caption, value, where it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = text("", "caption")
        self._value = text("", "value", wrap=True)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note = text("", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 12, 10)
        layout.setSpacing(2)
        layout.addWidget(self._caption)
        layout.addWidget(self._value)
        layout.addWidget(self._note)
        layout.addStretch(1)

    def show_cell(self, cell: Cell) -> None:
        self._caption.setText(cell.caption)
        self._value.setText(cell.value)
        kind = "figure" if cell.caption in _FIGURES and not cell.faint else "value"
        set_tone(self._value, kind, "type")
        set_tone(self._value, "neutral" if cell.faint else cell.tone)
        self._note.setText(cell.note)
        self._note.setVisible(bool(cell.note))
        self.setAccessibleName(f"{cell.caption} {cell.value} {cell.note}".strip())


class FactGrid(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "facts")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        self._cells = [FactCell() for _ in range(_CELLS)]
        for number, cell in enumerate(self._cells):
            grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    def show_cells(self, cells: tuple[Cell, ...]) -> None:
        self.setVisible(bool(cells))
        for number, widget in enumerate(self._cells):
            widget.setVisible(number < len(cells))
            if number < len(cells):
                widget.show_cell(cells[number])
