"""A visit in practice: card, photograph, typed card, patients, settings."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.assembly.desk import Desk
from app.assembly.run import stand_up
from app.desk.reception.state import CardPhase
from app.desk.shell.window import MainWindow
from app.eligibility.question import TypedForm
from app.settings import Settings
from tests.bench.stepping import Step, Stepping, after


def visit(window: MainWindow, desk: Desk) -> Iterator[Step]:
    reception, tray = desk.work.reception, desk.work.tray
    assert tray is not None

    def answered() -> bool:
        shown = reception.presenter.state.answer.shown
        return shown is not None and shown.check.answer is not None and not shown.check.answer.information

    card = reception.presenter.card
    tray.lay("valid-employee")
    yield "card", lambda: card.state.phase is CardPhase.READ and not card.state.busy
    card.photograph_confirmed()
    yield "answer", lambda: card.state.done
    reception.presenter.form.submitted(TypedForm("06139992", "101", "99999", "00", "0214"))
    yield "typed", answered
    for screen in ("patients", "settings"):
        window.open_screen(screen)
        yield screen, after(0.3)
    window.open_screen("reception")
    yield "reception", after(0.1)


def main() -> None:
    application = QApplication([])
    window, desk = stand_up(application, Settings(Path("."), practice=True))
    Stepping(window, lambda: desk.is_at_work, visit(window, desk)).run(application)


if __name__ == "__main__":
    main()
