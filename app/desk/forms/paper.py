"""A4 pages: written from markup, to a printer or into a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from app.desk.theme import FAMILIES

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_A4 = QPageSize(QPageSize.PageSizeId.A4)
_MARGINS_MM = QMarginsF(18, 16, 18, 16)
_DOTS_PER_INCH = 300
_WIDE = "\N{NO-BREAK SPACE}" * 4
"""Markup folds full-width blanks into one narrow one."""
_STYLE = """
p { margin: 5px 0px; }
.title { font-size: 17pt; font-weight: bold; }
.part { font-weight: bold; margin-top: 12px; }
table { border-collapse: collapse; border: 1px solid #444444; }
td { padding: 6px; }
.label { color: #333333; }
.small { font-size: 9pt; }
"""


def written_document(markup: str) -> QTextDocument:
    """Values in the markup are escaped by the caller."""
    document = QTextDocument()
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(10.5)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(markup.replace("　", _WIDE))
    return document


def write_pdf(document: QTextDocument, path: Path, title: str) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageLayout(_layout())
    _fit(document)
    document.print_(writer)


def print_with_dialog(document: QTextDocument, parent: QWidget) -> bool:
    """Whether it was sent to a printer."""
    printer = chosen_printer(parent)
    if printer is None:
        return False
    print_on(printer, document)
    return True


def chosen_printer(parent: QWidget) -> "QPrinter | None":
    """None where somebody thought better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # a heavy library that few visits need

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_layout())
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_on(printer: "QPrinter", document: QTextDocument) -> None:
    _fit(document)
    document.print_(printer)


def _layout() -> QPageLayout:
    return QPageLayout(_A4, QPageLayout.Orientation.Portrait, _MARGINS_MM, QPageLayout.Unit.Millimeter)


def _fit(document: QTextDocument) -> None:
    """The page in the screen's dots, in which a document measures itself; unpaged it would print page numbers."""
    room = _layout().paintRect(QPageLayout.Unit.Inch)
    dots = QGuiApplication.primaryScreen().logicalDotsPerInch()
    document.setPageSize(QSizeF(room.width() * dots, room.height() * dots))
