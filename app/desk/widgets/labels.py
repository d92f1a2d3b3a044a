"""Words on the screen: captions, badges that tell a state by sign, word and colour, labels that shorten themselves."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from app.desk.theme import theme_in_force
from app.desk.theme_tones import Tone

SIGNS: dict[Tone, str] = {
    "valid": "✓",
    "lapsed": "✕",
    "caution": "!",
    "several": "⚑",
    "accent": "●",
    "neutral": "–",
}


def text(words: str, kind: str = "", tone: Tone | None = None, wrap: bool = False) -> QLabel:
    """A label that plays a part in the page: "value", "title", "verdict" … as the style sheet knows them."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty("type", kind)
    if tone is not None:
        label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    return label


def caption(words: str) -> QLabel:
    """The small word above or beside a value."""
    return text(words, "caption")


def set_tone(widget: QWidget, tone: str | None, name: str = "tone") -> None:
    """Changes what a widget says by colour; only when it changes, since polishing costs."""
    if widget.property(name) == tone:
        return
    widget.setProperty(name, tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Badge(QLabel):
    """A state in two or three letters with its sign: ✓ 有効."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", "badge")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_words(self, tone: Tone, words: str) -> None:
        self.setText(f"{SIGNS[tone]} {words}")
        self.setAccessibleName(words)
        set_tone(self, tone)


class Disc(QWidget):
    """The sign of a tone in a filled circle: seen from across the counter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = "neutral"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_in_force().px(48)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_in_force()
        ink, ground = theme.colours.pair(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawEllipse(self.rect())
        font = self.font()
        font.setPixelSize(theme.px(26))
        font.setWeight(font.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(ground))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, SIGNS[self._tone])


class ElidedLabel(QLabel):
    """Where there is no room it writes smaller, down to the size of plain text, and only then shortens itself with ….

    The whole text stays as tooltip and for screen readers.
    """

    def setText(self, words: str) -> None:
        super().setText(words)
        self.setToolTip(words)
        self.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        few_letters = self.fontMetrics().averageCharWidth() * 6
        return QSize(min(few_letters, self.sizeHint().width()), super().minimumSizeHint().height())

    def fitted(self) -> tuple[QFont, str]:
        """How it is written in the room there is."""
        font, room = QFont(self.font()), self.contentsRect().width()
        largest = QFontInfo(font).pixelSize()
        smallest = min(largest, theme_in_force().plain_px)
        for size in range(largest, smallest - 1, -1):
            font.setPixelSize(size)
            if QFontMetrics(font).horizontalAdvance(self.text()) <= room:
                return font, self.text()
        return font, QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        room = self.contentsRect()
        font, words = self.fitted()
        painter.setFont(font)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter, room, self.alignment(), self.palette(), True, words, self.foregroundRole()
        )
