"""The soft My Number card: our own chip, for practice and for tests, in process or laid into the real PC/SC service."""

from app.adapters.card_reader.soft_card.chip import LeftField, Quirks, SoftCard
from app.adapters.card_reader.soft_card.practice_readers import SoftReaders

__all__ = ["LeftField", "Quirks", "SoftCard", "SoftReaders"]
