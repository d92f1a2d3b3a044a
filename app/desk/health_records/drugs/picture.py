"""The history as a picture: a row an ingredient and place, a bar a supply, hatched where receipts are still to come."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.theme import Theme, theme_in_force
from app.health_records.timeline import Timeline, TimelineRow

_ROW, _HEAD, _NAMES = 40, 24, 190


class TimelinePicture(QWidget):
    """As tall as it has rows. Everything it shows stands in the list too, which a screen reader reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Timeline | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("くすりの時系列（内容は一覧と同じです）"))

    def show_timeline(self, told: Timeline | None) -> None:
        """None leaves nothing of it."""
        self._told = told
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_in_force()
        rows = len(self._told.rows) if self._told is not None else 0
        return QSize(theme.px(480), theme.px(_HEAD) + max(rows, 1) * theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_in_force().px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._told is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = _Drawing(painter, self._told, theme_in_force(), self.width(), self.height(), self.font())
        drawing.months()
        drawing.blind_window(self.tr("まだ届いていない期間"))
        height = theme_in_force().px(_ROW)
        first = max(0, (event.rect().top() - theme_in_force().px(_HEAD)) // height)
        for place in range(first, min(len(self._told.rows), event.rect().bottom() // height + 1)):
            drawing.row(place, self._told.rows[place], self.tr("自院"))


class _Drawing:
    def __init__(
        self, painter: QPainter, told: Timeline, theme: Theme, width: int, height: int, font: QFont
    ) -> None:
        self._painter = painter
        self._told = told
        self._theme = theme
        self._left = theme.px(_NAMES)
        self._width = width - self._left - 2
        self._height = height
        self._font = QFont(font)
        self._days = (told.until - told.since).days

    def months(self) -> None:
        """A line at the first of each month, its name above."""
        colours = self._theme.colours
        self._write_in(11)
        year, month = self._told.since.year, self._told.since.month
        while True:
            month += 1
            if month > 12:
                year, month = year + 1, 1
            first = date(year, month, 1)
            if first >= self._told.until:
                return
            x = self._x(first)
            self._painter.setPen(QPen(QColor(colours.line), 1))
            self._painter.drawLine(int(x), self._theme.px(_HEAD) - 4, int(x), self._height)
            self._painter.setPen(QColor(colours.soft_ink))
            box = QRectF(x + 4, 0, self._theme.px(60), self._theme.px(_HEAD) - 4)
            self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{month}月")

    def blind_window(self, words: str) -> None:
        """From the day after the newest receipt's month: nobody knows yet."""
        since = self._x(self._told.blind_from)
        top = self._theme.px(_HEAD)
        box = QRectF(since, top, self._left + self._width - since, self._height - top)
        if box.width() <= 0:
            return
        ink, ground = self._theme.colours.pair("caution")
        self._painter.fillRect(box, QColor(ground))
        self._painter.fillRect(box, QBrush(QColor(ink), Qt.BrushStyle.BDiagPattern))
        self._write_in(11)
        room = QFontMetrics(self._painter.font()).horizontalAdvance(words) + 12
        at = QRectF(self._left + self._width - room, 0, room, top - 2)
        self._painter.fillRect(at, QColor(ground))
        self._painter.setPen(QColor(ink))
        self._painter.drawText(at, Qt.AlignmentFlag.AlignCenter, words)

    def row(self, place: int, row: TimelineRow, own: str) -> None:
        colours = self._theme.colours
        top = self._theme.px(_HEAD) + place * self._theme.px(_ROW)
        half = self._theme.px(_ROW) / 2
        room = self._left - self._theme.px(12)
        self._write_in(12)
        self._painter.setPen(QColor(colours.ink))
        self._elided(QRectF(0, top, room, half), row.name)
        self._write_in(11)
        self._painter.setPen(QColor(colours.soft_ink))
        self._elided(QRectF(0, top + half - 2, room, half), f"{row.place}（{own}）" if row.own else row.place)
        ink = QColor(colours.accent if row.own else colours.several)
        self._painter.setPen(QPen(QColor(colours.card), 1))
        self._painter.setBrush(ink)
        for bar in row.bars:
            since, until = max(bar.since, self._told.since), min(bar.until, self._told.until)
            if since < until:
                box = QRectF(self._x(since), top + half / 2, self._x(until) - self._x(since), half * 0.8)
                self._painter.drawRoundedRect(box, 4, 4)

    def _elided(self, box: QRectF, words: str) -> None:
        metrics = QFontMetrics(self._painter.font())
        fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, fitted)

    def _write_in(self, size: int) -> None:
        self._font.setPixelSize(self._theme.px(size))
        self._painter.setFont(self._font)

    def _x(self, day: date) -> float:
        return self._left + self._width * (day - self._told.since).days / self._days
