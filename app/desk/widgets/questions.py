"""Questions before what cannot be undone, or not easily."""

from PySide6.QtWidgets import QMessageBox, QWidget


def agreed(asker: QWidget, title: str, words: str) -> bool:
    """Whether the answer is yes."""
    return QMessageBox.question(asker, title, words) is QMessageBox.StandardButton.Yes
