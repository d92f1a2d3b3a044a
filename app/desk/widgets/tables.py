"""Tables of rows: whole rows chosen, no grid, keyboard first."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.desk.widgets.labels import text


class TableView(QTableView):
    """The usual manners of a list at the desk. resized: it has another width or height, whatever gave it that."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._words = text("", "lead", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.hide()
        QVBoxLayout(self.viewport()).addWidget(self._words)
        self.fit_rows()

    def show_words(self, words: str) -> None:
        """In place of rows, where there are none: the list stays and keeps the keyboard."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def choose(self, row: int) -> None:
        """Brings it into view; below 0 no row is chosen."""
        if row < 0:
            self.clearSelection()
            return
        index = self.model().index(row, 0)
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)

    def fit_rows(self) -> None:
        """Row height for the text size in force. Setting it goes through all rows, so only where it changes."""
        height, header = self.fontMetrics().height() + 16, self.verticalHeader()
        if header.defaultSectionSize() != height:
            header.setDefaultSectionSize(height)
