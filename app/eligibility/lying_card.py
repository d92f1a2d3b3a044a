"""The reader on which a card lies, for commands that begin without having watched."""

from threading import Event

from app.eligibility.card import (
    CardReaders,
    CardServiceMissing,
    NoCard,
    NoReader,
    Presence,
    ReadersStatus,
    ReaderStatus,
)


def reader_with_card(readers: CardReaders, name: str | None, wait_s: float) -> ReaderStatus:
    """name: None for whichever has one. Waits a moment for the card. Raises: CardServiceMissing, NoReader, NoCard."""
    last = ReadersStatus(service_running=False, readers=())
    lies_there = Event()

    def look(status: ReadersStatus) -> None:
        nonlocal last
        last = status
        if any(_may_be(each, name) and each.presence is not Presence.EMPTY for each in status.readers):
            lies_there.set()

    watch = readers.watch(look)
    try:
        lies_there.wait(wait_s)
    finally:
        watch.stop()
    if not last.service_running:
        raise CardServiceMissing
    found = [each for each in last.readers if _may_be(each, name)]
    if not found:
        raise NoReader(name or "")
    lying = [each for each in found if each.presence is not Presence.EMPTY]
    if not lying:
        raise NoCard(found[0].name)
    return lying[0]


def _may_be(reader: ReaderStatus, name: str | None) -> bool:
    return name is None or reader.name == name
