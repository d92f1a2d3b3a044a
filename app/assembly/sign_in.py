"""`sign-in` joined to the readers of this PC, the line and the browser; with a window, or at the terminal."""

import argparse
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.adapters.central_client.connection_file import ConnectedTo
from app.adapters.central_client.portal_line import CentralSignInLine
from app.adapters.central_client.transport import Connection, Transport
from app.assembly.homes import pcsc_readers
from app.commands import sign_in
from app.desk.portal.advice import explained_to_person
from app.eligibility.card import CardReaders
from app.eligibility.ports import NotConnected
from app.errors import ClinicError, InputRefused
from app.portal.ports import SignInLine
from app.portal.sign_in import page_signed_in
from app.settings import Settings

if TYPE_CHECKING:
    from app.desk.portal.presenter import SignInPresenter
    from app.desk.portal.window import SignInWindow
    from app.desk.qt_lanes import QtLane


def run_sign_in(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit status as sign_in.EXIT_STATUS tells; of the window always 0."""
    try:
        transport = Transport(_connection(arguments, settings))
    except ClinicError as failure:
        return sign_in.failed(failure, explained_to_person)
    try:
        line = CentralSignInLine(transport)
        if arguments.pin_stdin:
            tools = sign_in.SignInTools(line, pcsc_readers, webbrowser.open, explained_to_person)
            return sign_in.run(arguments, tools, sys.stdin)
        return _window(arguments.reader, line, pcsc_readers)
    finally:
        transport.close()


def _connection(arguments: argparse.Namespace, settings: Settings) -> Connection:
    """Where somebody signs in nobody is an institution. Raises: InputRefused, NotConnected, ConnectionFileDamaged."""
    if arguments.ca is not None and not arguments.ca.is_file():
        raise InputRefused("ca", "no such file")
    if arguments.central is not None:
        return Connection(arguments.central, "", "", arguments.ca, practice=None)
    connected = ConnectedTo.load(settings.connection_file)
    if connected is None:
        raise NotConnected
    ca_file = settings.trust_anchor_file if connected.own_trust_anchor else None
    return Connection(connected.url, "", "", arguments.ca or ca_file, practice=None)


def _window(reader: str | None, line: SignInLine, readers: Callable[[], CardReaders]) -> int:
    from PySide6.QtWidgets import QApplication

    from app.desk.theme import Theme, apply_theme, system_is_dark

    application = QApplication([])
    application.setApplicationDisplayName("窓口")
    apply_theme(application, Theme(dark=system_is_dark()))
    opened = stand_up(reader, line, readers(), webbrowser.open)
    status = application.exec()
    opened.lane.close()
    return status


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """presenter: held here, since PySide6 keeps connected plain objects only weakly. lane: to be closed at the end."""

    window: "SignInWindow"
    presenter: "SignInPresenter"
    lane: "QtLane"


def stand_up(
    reader: str | None, line: SignInLine, readers: CardReaders, open_page: Callable[[str], bool]
) -> OpenSignIn:
    """The window, shown. reader: its name, None for the one with a card. open_page: whether a browser was found."""
    from app.desk.portal.presenter import SignInPresenter
    from app.desk.portal.window import SignInWindow
    from app.desk.qt_lanes import QtLane

    window = SignInWindow()
    lane = QtLane("sign-in")
    presenter = SignInPresenter(
        window, lambda pin: page_signed_in(readers, reader, 0.5, pin, line), open_page, lane
    )
    window.submitted.connect(presenter.submitted)
    window.closed.connect(presenter.closed)
    window.show()
    return OpenSignIn(window, presenter, lane)
