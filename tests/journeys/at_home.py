"""A person at home: the card on the family's reader, the small window that asks for the PIN, and a browser."""

from contextlib import closing

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.adapters.card_reader.soft_card.chip import SoftCard
from app.adapters.card_reader.soft_card.practice_readers import SoftReaders
from app.adapters.central_client.portal_line import CentralSignInLine
from app.adapters.central_client.transport import Connection, Transport
from app.assembly.sign_in import stand_up
from app.contract.soft_card import SoftCardFile
from tests.journeys.browser import Browser
from tests.journeys.window import WITHIN_MS


def to_own_page(qtbot: QtBot, url: str, card: SoftCardFile, opened: Browser) -> None:
    """The PIN is typed, and the browser goes by itself where the page waits to be opened."""
    readers = SoftReaders()
    readers.lay(SoftCard(card))
    with closing(Transport(Connection(url, "", "", practice=None))) as transport:
        sign_in = stand_up(None, CentralSignInLine(transport), readers, opened.open)
        try:
            qtbot.waitUntil(sign_in.window.isActiveWindow, timeout=WITHIN_MS)
            for digit in card.pin:
                QTest.keyClick(sign_in.window.windowHandle(), ord(digit))
            QTest.keyClick(sign_in.window.windowHandle(), Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: sign_in.presenter.state.opened, timeout=WITHIN_MS)
        finally:
            sign_in.window.close()
            sign_in.lane.close()
            sign_in.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    opened.press("開く")
