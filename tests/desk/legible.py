"""What a picture does not show: parts that lie over each other, and parts that a screen reader cannot name."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

_SPOKEN = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
_PARTS_OF_ONE = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QStackedWidget)
"""Their children are theirs to place: a hint inside a field, the header of a table, one page over another."""


def overlaps(screen: QWidget) -> Iterator[tuple[str, str]]:
    """Pairs of visible siblings of which one covers part of the other, by what they are and say."""
    for parent in [screen, *screen.findChildren(QWidget)]:
        if isinstance(parent, _PARTS_OF_ONE) or not parent.isVisible():
            continue
        children = [each for each in _children(parent) if _takes_room(each)]
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if _is_seen(common):
                yield _told(one), _told(other)


def nameless(screen: QWidget) -> Iterator[str]:
    """Visible parts that take the keyboard and have neither words nor a name for screen readers."""
    for each in screen.findChildren(QWidget):
        if not (isinstance(each, _SPOKEN) and each.isVisible()) or _belongs_to_another(each):
            continue
        words = each.text() if isinstance(each, QAbstractButton) else ""
        if not (each.accessibleName() or words):
            yield _told(each)


def _children(parent: QWidget) -> Iterator[QWidget]:
    return (each for each in parent.children() if isinstance(each, QWidget) and not each.isWindow())


def _takes_room(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.geometry().isEmpty()


def _is_seen(common: QRect) -> bool:
    """A line of one pixel in common is a border on a border."""
    return common.width() > 1 and common.height() > 1


def _belongs_to_another(widget: QWidget) -> bool:
    """The field inside a list of choices, the header of a table."""
    return isinstance(widget, QHeaderView) or isinstance(widget.parentWidget(), _PARTS_OF_ONE)


def _told(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} {words}".strip()
