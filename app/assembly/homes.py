"""A home opened for work: ledger, line and readers — the clinic's own, or a practice one that leaves nothing behind."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from app.adapters.central_client.practice_service import PracticeTown, start_practice_service
from app.adapters.credentials.keeper import KeyKeeper, MemoryKeeper
from app.adapters.ledger.backup import backups
from app.adapters.ledger.ledger import Ledger, create_ledger, open_ledger
from app.appointments.appointment import BatchId
from app.eligibility.answer import CheckId
from app.eligibility.card import CardReaders
from app.errors import ClinicError
from app.settings import Settings

if TYPE_CHECKING:
    from app.assembly.lines import OpenLine


class HomeNotSetUp(ClinicError):
    """No ledger in this home: start the desk once."""

    code = "home.not_set_up"


@dataclass(frozen=True)
class OpenHome:
    """keeper: of this home's secrets. join: makes the line. town: of practice only."""

    settings: Settings
    keeper: KeyKeeper
    ledger: Ledger
    join: Callable[[], "OpenLine"]
    readers: Callable[[], CardReaders]
    town: PracticeTown | None = None

    @cached_property
    def line(self) -> "OpenLine":
        """Made at its first use, off the window's thread: a desk lets people sign in before it has a line.

        Raises: KeyringError.
        """
        return self.join()


def new_check_id() -> CheckId:
    return CheckId(str(uuid4()))


def new_batch_id() -> BatchId:
    return BatchId(str(uuid4()))


def keeper_of(settings: Settings) -> KeyKeeper:
    """The system's keyring, under names of this home. Raises: KeyringMissing."""
    from app.adapters.credentials.keyring_keeper import KeyringKeeper

    return KeyringKeeper(settings.home)


def pcsc_readers() -> CardReaders:
    from app.adapters.card_reader import pcsc_readers as readers_of_this_pc

    return readers_of_this_pc()


@contextmanager
def open_home(settings: Settings, keeper: KeyKeeper) -> Iterator[OpenHome]:
    """The clinic's own home. Raises: HomeNotSetUp, LedgerError, KeyringError."""
    if not (settings.ledger_file.exists() or backups(settings.home)):
        raise HomeNotSetUp
    with ExitStack() as open_parts:
        ledger = open_ledger(settings.home, keeper)
        open_parts.callback(ledger.close)

        def join() -> "OpenLine":
            from app.assembly.lines import connected_line

            line = connected_line(settings, keeper)
            open_parts.callback(line.close)
            return line

        yield OpenHome(settings, keeper, ledger, join, pcsc_readers)


@contextmanager
def practice_home() -> Iterator[OpenHome]:
    """A temporary home, its key in memory, the town in a process of its own; all of it gone at the end.

    The home lies in the town's folder: where this process is killed the service ends, and takes both along.
    Raises: PracticeUnavailable.
    """
    with ExitStack() as open_parts:
        service = start_practice_service()
        open_parts.callback(service.stop)
        folder = Path(tempfile.mkdtemp(prefix="home-", dir=service.town.cards))
        settings = Settings(folder, practice=True)
        keeper = MemoryKeeper()
        ledger, _ = create_ledger(folder, keeper)
        open_parts.callback(ledger.close)

        def join() -> "OpenLine":
            from app.assembly.lines import practice_line

            line = practice_line(service.town)
            open_parts.callback(line.close)
            return line

        yield OpenHome(settings, keeper, ledger, join, _soft_readers, service.town)


def _soft_readers() -> CardReaders:
    from app.adapters.card_reader.soft_card.practice_readers import SoftReaders

    return SoftReaders()
