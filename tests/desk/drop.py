"""Files laid on a screen, as a file manager does it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def drop(screen: QWidget, *files: Path) -> None:
    """A screen that does not want them when they come over it gets none."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(9, 9), *how)
    entered.ignore()
    QApplication.sendEvent(screen, entered)
    if entered.isAccepted():
        QApplication.sendEvent(screen, QDropEvent(QPoint(9, 9), *how))
