"""The lanes of a desk; the ledger's stand before it is open, since opening it is slow work too."""

from app.desk.qt_lanes import QtLane

_LINE_THREADS = 4
_READER_THREADS = 2


class Lanes:
    """ledger: writes, one thread. read: of the ledger. line: what asks the service. reader: of cards."""

    def __init__(self) -> None:
        self.ledger = QtLane("ledger")
        self.read = QtLane("ledger-read")
        self.line = QtLane("line", _LINE_THREADS)
        self.reader = QtLane("reader", _READER_THREADS)

    def close(self) -> None:
        """Drops what has not begun, waits for the rest."""
        for lane in (self.reader, self.line, self.read, self.ledger):
            lane.close()
