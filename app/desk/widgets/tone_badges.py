"""A column of states: sign and word on the ground of their tone, also where the row is chosen."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.desk.theme import theme_in_force

Index = QModelIndex | QPersistentModelIndex
TONE = Qt.ItemDataRole.UserRole + 1
"""The role in which a table model tells the tone of a cell."""
_PADDING = 8


class ToneBadges(QStyledItemDelegate):
    """Paints the cell's words as a badge of its TONE."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of a chosen row is painted as ever, the words are ours."""
        super().initStyleOption(option, index)
        option.text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = QFontMetricsF(option.font).horizontalAdvance(index.data()) * 1.08
        return QSize(round(width) + 4 * _PADDING, super().sizeHint(option, index).height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        words, tone = index.data(), index.data(TONE)
        if not words:
            return
        ink, ground = theme_in_force().colours.pair(tone)
        font = option.font
        font.setWeight(font.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        size = metrics.horizontalAdvance(words) + 2 * _PADDING, metrics.height() + 4
        top = option.rect.center().y() + 1 - size[1] / 2
        box = QRectF(option.rect.left() + _PADDING / 2, top, *size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
