"""The tray of soft cards in practice mode: the town's notable people, laid on and taken off by hand."""

from dataclasses import dataclass
from pathlib import Path

from app.adapters.card_reader.soft_card.chip import SoftCard
from app.adapters.card_reader.soft_card.practice_readers import SoftReaders
from app.contract.soft_card import SoftCardFile
from app.errors import ClinicError


class SoftCardMissing(ClinicError):
    """The town has no card of that name."""

    code = "practice.no_such_card"


def practice_readers() -> SoftReaders:
    return SoftReaders()


def soft_card(folder: Path, case: str) -> SoftCard:
    """Raises: SoftCardMissing."""
    file = folder / f"{case}.json"
    if not file.is_file():
        raise SoftCardMissing(case)
    return SoftCard(SoftCardFile.model_validate_json(file.read_bytes()))


@dataclass(frozen=True, slots=True)
class TrayCard:
    """case: name in the town; label: who it is, as the tray shows."""

    case: str
    label: str
    file: SoftCardFile

    @property
    def photo(self) -> str:
        """The face on the card, in a few words."""
        return self.file.photo_of


class CardTray:
    """Cards keep their PIN counters for as long as practice lasts."""

    def __init__(self, folder: Path, readers: SoftReaders) -> None:
        self._readers = readers
        self._files = [
            SoftCardFile.model_validate_json(path.read_bytes()) for path in sorted(folder.glob("*.json"))
        ]
        self._cards = {file.case: SoftCard(file) for file in self._files}

    def cards(self) -> tuple[TrayCard, ...]:
        return tuple(TrayCard(file.case, file.label, file) for file in self._files)

    def lay(self, case: str) -> None:
        self._readers.lay(self._cards[case])

    def take_off(self) -> None:
        self._readers.take_off()
