"""A receipt, or a part of it, at one insurer: label and value, line by line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desk.notices.words import heading_of, part_words
from app.desk.widgets import caption, text
from app.notices.notice import Notice, Part

_LINES = 5
_USUAL_PARTS = 2
_TOP = Qt.AlignmentFlag.AlignTop


class PartView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = text("", "value", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._heading, 0, 0, 1, 2)
        self._lines = [(caption(""), text("", wrap=True)) for _ in range(_LINES)]
        for row, (label, value) in enumerate(self._lines, start=1):
            grid.addWidget(label, row, 0, _TOP)
            grid.addWidget(value, row, 1, _TOP)

    def show_part(self, heading: str, part: Part) -> None:
        self._heading.setText(heading)
        for (label, value), (name, words) in zip(self._lines, part_words(part), strict=True):
            label.setText(name)
            value.setText(words)


class Before(QWidget):
    """As claimed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = PartView()
        _column(self, text(self.tr("送ったもの"), "heading"), self._part)

    def show_notice(self, notice: Notice) -> None:
        self._part.show_part(notice.before.insurer_name or self.tr("保険者不明"), notice.before)


class After(QWidget):
    """As it went on; in words where it went to nobody. Views for more than two parts are made when they come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = text("", "lead", wrap=True)
        self._parts = [PartView() for _ in range(_USUAL_PARTS)]
        heading = text(self.tr("確認の結果"), "heading")
        self._column = _column(self, heading, self._nothing, *self._parts)

    def show_notice(self, notice: Notice) -> None:
        self._nothing.setText(notice.reason_words)
        self._nothing.setVisible(not notice.after)
        while len(self._parts) < len(notice.after):
            self._parts.append(PartView())
            self._column.insertWidget(self._column.count() - 1, self._parts[-1])
        for place, view in enumerate(self._parts):
            view.setVisible(place < len(notice.after))
            if place < len(notice.after):
                part = notice.after[place]
                view.show_part(heading_of(notice, part), part)


def _column(widget: QWidget, *parts: QWidget) -> QVBoxLayout:
    """A stretch stands behind the parts."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for each in parts:
        column.addWidget(each)
    column.addStretch(1)
    return column
