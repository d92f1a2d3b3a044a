"""Why: what was true on each day of the month, what a check showed on it, and the visits; painted, and told as text."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.theme import theme_in_force
from app.desk.theme_tones import Tone
from app.notices.notice import Notice, Span
from app.notices.story import OWN, covering, letters_of, story_of

_TONES: dict[str, Tone] = {OWN: "accent", "B": "caution"}
_SCALE = (1, 5, 10, 15, 20, 25)
_ROW, _GAP, _ROUND = 2.0, 0.7, 5
"""In heights of a letter; and the corner of a bar in pixels."""


class _Labels(NamedTuple):
    true: str
    known: str
    visits: str
    nothing: str


class WhyPicture(QWidget):
    """Nothing where the receipt names no month. The text alternative is the story's sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self._labels = _Labels(
            self.tr("実際の資格"),
            self.tr("窓口で見えた資格"),
            self.tr("受診した日"),
            self.tr("この保険の資格なし"),
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("資格と受診日の図"))
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        self._notice = notice
        self.setAccessibleDescription("".join(story_of(notice)))
        self.setVisible(bool(notice.treatment_month and (notice.true_spans or notice.known_spans)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        letter = QFontMetricsF(self.font()).height()
        return QSize(round(letter * 24), round(letter * (1 + 2 * (_ROW + _GAP) + 2.6)))

    def minimumSizeHint(self) -> QSize:
        letter = QFontMetricsF(self.font()).height()
        return QSize(round(letter * 16), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        notice = self._notice
        if notice is None or not notice.treatment_month:
            return
        year, month = (int(part) for part in notice.treatment_month.split("-"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Painting(painter, QRectF(self.rect()), date(year, month, 1), self._labels).paint(notice)
        painter.end()


class _Painting:
    """One painting: where each day lies, and what stands there."""

    def __init__(self, painter: QPainter, room: QRectF, month: date, labels: _Labels) -> None:
        self._painter = painter
        self._colours = theme_in_force().colours
        self._metrics = QFontMetricsF(painter.font())
        self._letter = self._metrics.height()
        self._month = month
        self._days = monthrange(month.year, month.month)[1]
        self._labels = labels
        self._letters: dict[str, str] = {}
        widest = max(map(self._metrics.horizontalAdvance, labels[:3]))
        self._left = widest + self._letter
        self._day = (room.width() - self._left - 2) / self._days

    def paint(self, notice: Notice) -> None:
        self._letters = letters_of(notice)
        self._paint_scale()
        top = self._letter * 1.2
        lines = (self._labels.true, notice.true_spans), (self._labels.known, notice.known_spans)
        for label, spans in lines:
            self._paint_label(label, top, _ROW * self._letter)
            self._paint_bar(spans, top)
            top += (_ROW + _GAP) * self._letter
        self._paint_change(notice, top + self._letter)
        self._paint_label(self._labels.visits, top, self._letter)
        self._paint_visits(notice, top)

    def _x(self, day: int) -> float:
        """The left edge of a day, 1 to one past the last."""
        return self._left + (day - 1) * self._day

    def _paint_scale(self) -> None:
        self._painter.setPen(QColor(self._colours.soft_ink))
        for day in _SCALE:
            box = QRectF(self._x(day) - self._letter, 0, self._day + 2 * self._letter, self._letter)
            self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day))

    def _paint_label(self, words: str, top: float, height: float) -> None:
        self._painter.setPen(QColor(self._colours.soft_ink))
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(QRectF(0, top, self._left, height), middle, words)

    def _paint_bar(self, spans: Iterable[Span], top: float) -> None:
        """Days without a span stand on an outline: the stated card is not good then, and no more is told (R11)."""
        ground = QRectF(self._x(1), top, self._days * self._day, _ROW * self._letter)
        dashed = QPen(QColor(self._colours.field), 1, Qt.PenStyle.DashLine)
        self._painter.setPen(dashed)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(ground, _ROUND, _ROUND)
        free_from = 1
        for span in spans:
            self._paint_gap(free_from, span.since.day, ground)
            last = span.until.day if span.until is not None else self._days
            box = QRectF(
                self._x(span.since.day), top, (last - span.since.day + 1) * self._day, ground.height()
            )
            ink, soft = self._colours.pair(self._tone(span))
            self._painter.setPen(QPen(QColor(ink), 1))
            self._painter.setBrush(QColor(soft))
            self._painter.drawRoundedRect(box, _ROUND, _ROUND)
            words = f"{self._letter_of(span)} {span.insurer_name}"
            within = box.adjusted(self._letter / 3, 0, -self._letter / 3, 0)
            told = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, within.width())
            self._painter.drawText(within, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, told)
            free_from = last + 1
        self._paint_gap(free_from, self._days + 1, ground)

    def _paint_gap(self, first: int, until: int, bar: QRectF) -> None:
        room = QRectF(self._x(first), bar.top(), max(0, until - first) * self._day, bar.height())
        if room.width() >= self._metrics.horizontalAdvance(self._labels.nothing) + self._letter:
            self._painter.setPen(QColor(self._colours.soft_ink))
            self._painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._labels.nothing)

    def _paint_change(self, notice: Notice, bottom: float) -> None:
        """A line from the day of the change down to the visits."""
        change = next((each.since for each in notice.true_spans if not each.own), notice.lapsed_on)
        if change is None or (change.year, change.month) != (self._month.year, self._month.month):
            return
        self._painter.setPen(QPen(QColor(self._colours.ink), 1, Qt.PenStyle.DashLine))
        x = self._x(change.day)
        self._painter.drawLine(QPointF(x, self._letter), QPointF(x, bottom))

    def _paint_visits(self, notice: Notice, top: float) -> None:
        """A disc in the colour of what was true, its day below; one that finds no room is told in the text."""
        free_from = 0.0
        for day in notice.visits:
            span = covering(notice.true_spans, day)
            tone = self._colours.lapsed if span is None else self._colours.pair(self._tone(span))[0]
            x = self._x(day.day) + self._day / 2
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor(tone))
            side = self._letter * 0.35
            self._painter.drawEllipse(QPointF(x, top + self._letter / 2), side, side)
            words = f"{day.day}日"
            width = self._metrics.horizontalAdvance(words)
            if x - width / 2 >= free_from:
                self._painter.setPen(QColor(self._colours.ink))
                box = QRectF(x - width, top + self._letter * 1.1, 2 * width, self._letter)
                self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
                free_from = x + width / 2 + 2

    def _letter_of(self, span: Span) -> str:
        return OWN if span.own else self._letters[span.insurer_name]

    def _tone(self, span: Span) -> Tone:
        """The stated card, the next one, and any after it."""
        return _TONES.get(self._letter_of(span), "several")
