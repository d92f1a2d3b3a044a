"""Cards on the paper, rules between facts, banners with advice."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.advice import Advice
from app.desk.theme_tones import Tone
from app.desk.widgets.labels import SIGNS, set_tone


class Card(QFrame):
    """A white sheet with round corners; it takes a layout like any widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "card")
        self.setFrameShape(QFrame.Shape.NoFrame)


def rule(vertical: bool = False) -> QFrame:
    """A hairline between facts."""
    line = QFrame()
    line.setProperty("type", "rule")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class Banner(QFrame):
    """What happened and what to do next; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "banner")
        self._sign = QLabel()
        self._what = QLabel()
        self._what.setWordWrap(True)
        self._next = QLabel()
        self._next.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._what)
        words.addWidget(self._next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.hide()

    def show_advice(self, advice: Advice | None, tone: Tone = "caution") -> None:
        if advice is None:
            self.hide()
        else:
            self.show_words(advice.what, advice.next_step, tone)

    def show_words(self, what: str, next_step: str = "", tone: Tone = "caution") -> None:
        self._sign.setText(SIGNS[tone])
        self._what.setText(what)
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))
        self.setAccessibleName(f"{what} {next_step}".strip())
        set_tone(self, tone)
        self.show()


def scrolling(content: QWidget, parent: QWidget | None = None, name: str = "") -> QScrollArea:
    """The content as wide as there is room, scrolling where it is too high.

    name: under which the keyboard comes to it and scrolls; without one keys go past it to what is inside.
    """
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(content)
    return area


def scrolled(content: QWidget | QLayout, right_margin: int = 0, parent: QWidget | None = None) -> QScrollArea:
    """The content at its own height, scrolling where the text is large; what stands below stays in sight.

    parent: where it will stand, so that the content moves but once.
    """
    inside = QWidget()
    area = scrolling(inside, parent)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, right_margin, 0)
    if isinstance(content, QWidget):
        column.addWidget(content)
    else:
        column.addLayout(content)
    column.addStretch(1)
    return area


@contextmanager
def laid_out_once(*pages: QWidget | None) -> Iterator[None]:
    """Parts of the pages appear and go without each of them laying the page out anew: that is done once behind it.

    A receipt is shown in 3 ms so, in 30 without. None, and a page without layout, stand for nothing to lay out.
    """
    layouts = [layout for page in pages if page is not None and (layout := page.layout()) is not None]
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for layout in layouts:  # a page that came into sight meanwhile asked in vain and does not ask again
            layout.activate()
