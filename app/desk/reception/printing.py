"""What the reception prints: the declaration of a patient whose cover could not be confirmed, and an answer."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.desk.forms.answer_slip import answer_slip
from app.desk.forms.declaration import declaration_document
from app.desk.forms.declaration_values import declaration_values
from app.desk.forms.paper import print_with_dialog
from app.desk.reception.answer.page import AnswerPage
from app.desk.reception.panel import ReceptionPanel
from app.eligibility.counter import Shown
from app.scheme.days import Clock, business_day


class ReceptionPrinting(QObject):
    """Lives as long as the panel. institution: its name as shown."""

    def __init__(self, panel: ReceptionPanel, institution: Callable[[], str], clock: Clock) -> None:
        super().__init__(panel)
        self._panel = panel
        self._institution = institution
        self._clock = clock
        panel.print_requested.connect(self._print_answer)
        panel.declaration_requested.connect(self._print_declaration)

    def _print_answer(self, page: AnswerPage) -> None:
        print_with_dialog(answer_slip(page, self._institution()), self._panel)

    def _print_declaration(self, shown: Shown) -> None:
        values = declaration_values(shown, self._institution(), business_day(self._clock()))
        print_with_dialog(declaration_document(values), self._panel)
