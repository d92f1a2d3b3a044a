"""Card readers: the PC/SC readers of this PC, and the soft My Number card. Only the JPKI application is ever used."""

from app.eligibility.card import CardReaders


def pcsc_readers() -> CardReaders:
    """The PC/SC readers of this PC. Costs nothing: the PC/SC library is loaded on the threads that use it."""
    from app.adapters.card_reader.pcsc import PcscReaders

    return PcscReaders()
