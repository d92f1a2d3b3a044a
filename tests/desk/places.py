"""Where the parts of a panel stand."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget


def places(panel: QWidget) -> list[tuple[str, object]]:
    """Of every part that is seen, with its words."""
    return sorted(
        (str(part.property("text") or ""), QRect(part.mapTo(panel, QPoint()), part.size()).getRect())
        for part in panel.findChildren(QWidget)
        if part.isVisible()
    )
