"""Above the list: which receipts it shows, in which order, and what is looked for."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStyle, QStyleOptionFrame, QWidget

from app.desk.claims import keys
from app.desk.claims.month.state import FILTER_WORDS, Filter, MonthPageState
from app.desk.claims.words import SORT_WORDS
from app.desk.widgets import text
from app.desk.widgets.buttons import key_words

_MARGIN = 2
"""Pixels at either side of the letters: Qt's own, which it does not tell."""


class ListTools(QWidget):
    """search_left: somebody wants to walk through what was found."""

    filter_chosen = Signal(object)
    sort_chosen = Signal(object)
    search_typed = Signal(str)
    search_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = _choices(self.tr("表示"), [(FILTER_WORDS[each], each) for each in Filter])
        self._filter.activated.connect(lambda _: self.filter_chosen.emit(self._filter.currentData()))
        self._sort = _choices(self.tr("並べ替え"), [(words, each) for each, words in SORT_WORDS.items()])
        self._sort.activated.connect(lambda _: self.sort_chosen.emit(self._sort.currentData()))
        self._search = _Search((self.tr("氏名・カナ・番号"), self.tr("検索")))
        self._search.setAccessibleName(self.tr("さがす"))
        self._search.textChanged.connect(self.search_typed)
        self._search.returnPressed.connect(self.search_left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for key, widget, share in (
            (keys.FILTER, self._filter, 0),
            (keys.SORT, self._sort, 0),
            (keys.FIND, self._search, 1),
        ):
            row.addWidget(widget, share)
            row.addWidget(text(key_words(key), "key"))
            QShortcut(QKeySequence(key), self).activated.connect(widget.setFocus)

    def show_state(self, state: MonthPageState) -> None:
        self._filter.setCurrentIndex(list(Filter).index(state.filter))
        self._sort.setCurrentIndex(self._sort.findData(state.view.sort))
        is_typing = self._search.hasFocus() and state.month is not None
        if not is_typing and self._search.text() != state.view.text:
            self._search.setText(state.view.text)


class _Search(QLineEdit):
    """What can be looked for stands in it as long as it is empty: the longest of these words that fits.

    Esc empties it first, and leaves the month only then.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words
        self.setToolTip(words[0])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.text():
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.clear()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        option, letters = QStyleOptionFrame(), self.fontMetrics()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room = inside.width() - 2 * _MARGIN
        fitting = (each for each in self._words if letters.horizontalAdvance(each) <= room)
        self.setPlaceholderText(next(fitting, ""))


def _choices(words: str, entries: list[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(words)
    for shown, data in entries:
        box.addItem(shown, data)
    return box
