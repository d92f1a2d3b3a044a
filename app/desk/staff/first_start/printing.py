"""The sheet with the recovery code, for the safe."""

from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.scheme.days import written


def recovery_sheet(code: str, day: date) -> QTextDocument:
    """Groups numbered as on the screen."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("RecoverySheet", text)

    groups = "".join(
        f"<td style='padding:12px'><small>{number}</small><br><b>{group}</b></td>"
        + ("</tr><tr>" if number == 4 else "")
        for number, group in enumerate(code.split("-"), start=1)
    )
    sheet = QTextDocument()
    sheet.setHtml(
        f"<h1>{tr('窓口 復旧コード')}</h1><p>{written(day)}</p>"
        f"<table style='font-size:24pt'><tr>{groups}</tr></table>"
        f"<p>{tr('別のPCや別の利用者で台帳を開くときに使います。')}"
        f"{tr('金庫など鍵のかかる所に保管し、PCのそばに置かないでください。')}</p>"
    )
    return sheet


def print_sheet(sheet: QTextDocument, parent: QWidget) -> None:
    """Asks for the printer first; leaving the dialog prints nothing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted:
        sheet.print_(printer)
