"""What the readers' own thread says reaches the window's thread, and stops with the desk."""

from threading import current_thread, main_thread
from time import sleep

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.adapters.card_reader.soft_card.chip import SoftCard
from app.adapters.card_reader.soft_card.practice_readers import PRACTICE_TRAY, SoftReaders
from app.assembly.screens import ReadersBridge
from app.eligibility.card import Presence, ReadersStatus
from tests.adapters.card_reader.cards import invented_card


def test_a_card_laid_on_is_told_on_the_windows_thread(qtbot: QtBot) -> None:
    readers = SoftReaders()
    bridge = ReadersBridge(readers)
    told: list[tuple[bool, Presence]] = []
    bridge.changed.connect(
        lambda status: told.append((current_thread() is main_thread(), status.readers[0].presence))
    )
    readers.lay(SoftCard(invented_card()))
    qtbot.waitUntil(lambda: bool(told) and told[-1][1] is Presence.CARD)
    assert all(on_windows_thread for on_windows_thread, _ in told)
    assert bridge.names() == (PRACTICE_TRAY,)
    bridge.stop()


def test_a_card_taken_off_while_the_desk_closes_is_not_told(qtbot: QtBot) -> None:
    """What the monitor has said, and the window has not heard yet, would find its screens gone."""
    readers = SoftReaders()
    bridge = ReadersBridge(readers)
    qtbot.waitUntil(lambda: bridge.names() == (PRACTICE_TRAY,))
    told: list[ReadersStatus] = []
    bridge.changed.connect(told.append)
    said: list[ReadersStatus] = []
    witness = readers.watch(said.append)
    readers.lay(SoftCard(invented_card()))
    while not said or said[-1].readers[0].presence is not Presence.CARD:
        sleep(0.001)  # the window's thread hears nothing meanwhile
    bridge.stop()
    QCoreApplication.processEvents()
    witness.stop()
    assert told == []


def test_after_the_end_no_card_is_told(qtbot: QtBot) -> None:
    readers = SoftReaders()
    bridge = ReadersBridge(readers)
    qtbot.waitUntil(lambda: bridge.names() == (PRACTICE_TRAY,))
    bridge.stop()
    told: list[ReadersStatus] = []
    bridge.changed.connect(told.append)
    readers.lay(SoftCard(invented_card()))
    seen: list[ReadersStatus] = []
    witness = readers.watch(seen.append)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].readers[0].presence is Presence.CARD)
    witness.stop()
    assert told == []
