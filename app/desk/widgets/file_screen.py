"""Screens that work with files: one comes by drop or by dialog, what was confirmed of it goes into a CSV file."""

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget


class FileScreen(QWidget):
    """Takes files while `acceptDrops` is set."""

    def file_dropped(self, path: str) -> None:
        """Also for the dialog."""
        raise NotImplementedError

    def choose_file(self, title: str, kinds: str) -> None:
        """kinds: as Qt writes them, such as 「レセプト (*.UKE);;すべて (*)」."""
        path, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self.file_dropped(path)

    def place_for_csv(self, file_name: str) -> str:
        """Where what was confirmed of a file is to be saved; empty where nobody wants it saved."""
        name = f"{file_name.rpartition('.')[0] or file_name}-確認.csv"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("CSV に保存"), name, self.tr("CSV (*.csv)"))
        return path

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped(path)


def _file_of(event: QDropEvent) -> str | None:
    """The one file that is dropped; several at once are not for here."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() or None if len(urls) == 1 else None
