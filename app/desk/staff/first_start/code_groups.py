"""The recovery code in numbered groups, to be copied and found again group by group."""

from PySide6.QtWidgets import QGridLayout, QWidget

from app.desk.widgets import caption, text

_A_ROW = 4


class CodeGroups(QWidget):
    """Two rows of four groups; the code cannot be marked and copied to the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = [(caption(str(number)), text("", "figure")) for number in range(1, 9)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        for place, (number, group) in enumerate(self._groups):
            row, column = divmod(place, _A_ROW)
            grid.addWidget(number, row * 2, column)
            grid.addWidget(group, row * 2 + 1, column)

    def show_code(self, code: str) -> None:
        """code: groups joined by hyphens; empty shows nothing."""
        groups = code.split("-") if code else []
        for place, (number, label) in enumerate(self._groups):
            label.setText(groups[place] if place < len(groups) else "")
            number.setVisible(place < len(groups))
