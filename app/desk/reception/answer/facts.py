"""The grid of facts: eight cells made once, filled anew with each answer."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.desk.reception.answer.cells import Cell
from app.desk.widgets import text
from app.desk.widgets.labels import set_tone

_COLUMNS = 4
_CELLS = 8
_LETTERS_A_CELL = 8.5
"""Japanese letters that a cell must hold in a line."""
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
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self._cells = [FactCell() for _ in range(_CELLS)]
        self._columns = 0
        self._arrange(_COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large letters get two facts a row instead of four."""
        super().resizeEvent(event)
        letters = self.width() / self.fontMetrics().height()
        self._arrange(_COLUMNS if letters >= _COLUMNS * _LETTERS_A_CELL else _COLUMNS // 2)

    def minimumSizeHint(self) -> QSize:
        """Two facts a row is the least."""
        widths = sorted((cell.minimumSizeHint().width() for cell in self._cells), reverse=True)
        return QSize(2 * widths[0], super().minimumSizeHint().height())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // columns, number % columns)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def show_cells(self, cells: tuple[Cell, ...]) -> None:
        self.setVisible(bool(cells))
        for number, widget in enumerate(self._cells):
            widget.setVisible(number < len(cells))
            if number < len(cells):
                widget.show_cell(cells[number])
