"""One item through the years: a dot a value, a line between years that follow, the range as a band behind."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.health_records.checkups.page import (
    LEVELS,
    NOT_GIVEN,
    CheckupLine,
    value_words,
    year_words,
)
from app.desk.theme import Theme, theme_in_force
from app.desk.theme_tones import Tone
from app.scheme.checkup_trend import CheckupTrend, MeasuredValue, TrendEnd, TrendPoint, TrendYear
from app.scheme.checkups import CheckupLevel, OutOfRange

_ENDS, _YEARS, _WORDS = 72, 20, 14
"""Room at 100 % for the ends of the range on the left, for the years below, for the words over the highest dot."""
_LEAST_PLOT, _LEAST_WIDTH = 90, 360
_DOT, _ROUND = 4.5, 3


class TrendPicture(QWidget):
    """What it shows it tells in words too; the Tab key stops here so that a screen reader finds them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend: CheckupTrend | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_line(self, line: CheckupLine | None) -> None:
        """None leaves nothing of it."""
        self._trend = line.trend if line is not None else None
        self.setAccessibleName(self.tr("推移の図：{0}").format(line.name) if line is not None else "")
        self.setAccessibleDescription(line.told if line is not None else "")
        self.update()

    def sizeHint(self) -> QSize:
        """The least that can be read; it takes whatever more there is."""
        theme = theme_in_force()
        return QSize(theme.px(_LEAST_WIDTH), theme.px(_LEAST_PLOT + _YEARS))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._trend is None:
            return
        painter = QPainter(self)
        theme = theme_in_force()
        paint_trend(painter, QRectF(self.rect()), self._trend, theme, self.font())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.colours.focus), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _ROUND, _ROUND)


def paint_trend(painter: QPainter, room: QRectF, trend: CheckupTrend, theme: Theme, font: QFont) -> None:
    """On the screen or on paper; room: in the painter's units, of which the theme's sizes are a number."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing = _Drawing(painter, room, trend, theme, font)
    drawing.ranges()
    drawing.years()
    drawing.ends(trend.years[-1])
    drawing.lines()
    drawing.values()


class _Drawing:
    def __init__(
        self, painter: QPainter, room: QRectF, trend: CheckupTrend, theme: Theme, font: QFont
    ) -> None:
        self._painter = painter
        self._trend = trend
        self._theme = theme
        self._colours = theme.colours
        self._font = QFont(font)
        self._room = room
        left = theme.px(_ENDS) if trend.is_drawn else 0
        self._plot = room.adjusted(left, 1, -1, -theme.px(_YEARS))
        self._head = theme.px(_WORDS)
        self._slot = self._plot.width() / len(trend.years)

    def ranges(self) -> None:
        """Year by year: a range may have changed. Ends for a visit are dashed."""
        _, ground = self._colours.pair("valid")
        for place, year in enumerate(self._trend.years):
            left, right = self._edge(place), self._edge(place + 1)
            if year.low is not None or year.high is not None:
                top = round(self._y(year.high.up)) if year.high else self._plot.top()
                bottom = round(self._y(year.low.up)) if year.low else self._plot.bottom()
                self._painter.fillRect(QRectF(left, top, right - left, bottom - top), QColor(ground))
            for end in (year.low, year.high):
                if end is not None:
                    self._across(left, right, end, QPen(QColor(self._colours.valid), 1))
            for end in year.visits:
                dashed = QPen(QColor(self._colours.lapsed), 1, Qt.PenStyle.DashLine)
                self._across(left, right, end, dashed)

    def years(self) -> None:
        """Each year by era and in western figures, where there is room for both; one without a value says so."""
        self._write_in(11)
        metrics = QFontMetricsF(self._painter.font())
        names = [year_words(year.year) for year in self._trend.years]
        if max(map(metrics.horizontalAdvance, names)) > self._slot:
            names = [str(year.year) for year in self._trend.years]
        for place, year in enumerate(self._trend.years):
            left = self._edge(place)
            self._painter.setPen(QPen(QColor(self._colours.line), 1))
            self._painter.drawLine(
                QPointF(left + 0.5, self._plot.top()), QPointF(left + 0.5, self._plot.bottom())
            )
            self._painter.setPen(QColor(self._colours.soft_ink))
            below = QRectF(left, self._plot.bottom(), self._slot, self._room.bottom() - self._plot.bottom())
            self._painter.drawText(below, Qt.AlignmentFlag.AlignCenter, names[place])
            if not year.points:
                middle = QPointF(left + self._slot / 2, self._y(0.5))
                self._words(NOT_GIVEN, middle, QColor(self._colours.soft_ink))
        self._painter.setPen(QPen(QColor(self._colours.field), 1))
        self._painter.drawLine(self._plot.bottomLeft(), self._plot.bottomRight())

    def ends(self, newest: TrendYear) -> None:
        """The ends that hold now, on the left; where they would cover each other the upper one moves up."""
        told: list[tuple[str, Tone, TrendEnd]] = [
            ("基準", "valid", end) for end in (newest.low, newest.high) if end is not None
        ]
        told += [(LEVELS[CheckupLevel.VISIT].short, "lapsed", end) for end in newest.visits]
        self._write_in(11)
        height = QFontMetricsF(self._painter.font()).height()
        lowest = self._plot.bottom() - height / 2
        for words, tone, end in sorted(told, key=lambda each: each[2].up):
            y = min(self._y(end.up), lowest)
            lowest = y - height
            self._painter.setPen(QColor(self._colours.pair(tone)[0]))
            box = QRectF(self._room.left(), y - height / 2, self._plot.left() - self._room.left() - 6, height)
            self._painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{words} {end.number}"
            )

    def lines(self) -> None:
        self._painter.setPen(QPen(QColor(self._colours.accent), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in self._trend.runs:
            self._painter.drawPolyline(QPolygonF([self._at(point) for point in run]))

    def values(self) -> None:
        for year in self._trend.years:
            for point in year.points:
                self._value(point, self._slot / len(year.points))

    def _value(self, point: TrendPoint, width: float) -> None:
        """Above its dot; words stand in the middle of their year."""
        measured, at = point.measured, self._at(point)
        beyond = measured.beyond
        ink = QColor(self._colours.pair(LEVELS[beyond.level].tone)[0] if beyond else self._colours.ink)
        self._write_in(12, bold=beyond is not None)
        metrics = QFontMetricsF(self._painter.font())
        if point.up is not None:
            self._dot(beyond, at)
            at -= QPointF(0, self._theme.px(_DOT) + 3 + metrics.height() / 2)
        self._words(_fitting(measured, metrics, width), at, ink)

    def _words(self, words: str, middle: QPointF, ink: QColor) -> None:
        """On a ground of their own, so that lines do not run through them."""
        metrics = QFontMetricsF(self._painter.font())
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + 6, metrics.height())
        box.moveCenter(middle)
        ground = QColor(self._colours.card)
        ground.setAlphaF(0.8)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(box, _ROUND, _ROUND)
        self._painter.setPen(ink)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _dot(self, beyond: OutOfRange | None, at: QPointF) -> None:
        """A disc within the range, a triangle towards its side for guidance, a diamond for a visit."""
        size = self._theme.px(_DOT)
        tone = LEVELS[beyond.level].tone if beyond else "accent"
        self._painter.setPen(QPen(QColor(self._colours.card), 1))
        self._painter.setBrush(QColor(self._colours.pair(tone)[0]))
        if beyond is None:
            self._painter.drawEllipse(at, size, size)
            return
        reach = size * 1.4
        up = -reach if beyond.is_high else reach
        corners = [(-reach, 0.0), (0.0, up), (reach, 0.0), (0.0, -up)]
        if beyond.level is CheckupLevel.GUIDANCE:
            corners = [(-reach, -up * 0.7), (0.0, up), (reach, -up * 0.7)]
        self._painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))

    def _across(self, left: float, right: float, end: TrendEnd, pen: QPen) -> None:
        """On whole pixels: a thin line between two would blur."""
        y = round(self._y(end.up)) + 0.5
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _write_in(self, size: int, bold: bool = False) -> None:
        self._font.setPixelSize(self._theme.px(size))
        self._font.setBold(bold)
        self._painter.setFont(self._font)

    def _edge(self, place: int) -> float:
        return round(self._plot.left() + place * self._slot)

    def _at(self, point: TrendPoint) -> QPointF:
        up = 0.5 if point.up is None else point.up
        return QPointF(self._plot.left() + point.across * self._plot.width(), self._y(up))

    def _y(self, up: float) -> float:
        return self._plot.bottom() - up * (self._plot.height() - self._head)


def _fitting(measured: MeasuredValue, metrics: QFontMetricsF, width: float) -> str:
    """With its mark; the value alone where two checkups of a year stand close, the dot's shape still tells."""
    words = value_words(measured)
    if metrics.horizontalAdvance(words) <= width:
        return words
    return metrics.elidedText(measured.value, Qt.TextElideMode.ElideRight, width)
