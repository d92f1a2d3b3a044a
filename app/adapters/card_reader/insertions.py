"""Counts the cards that come and go on each reader, across unplugged readers and restarts of the service."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass
class _Seen:
    insertion: int = 0
    is_there: bool = False
    counter: int | None = None


class Insertions:
    """Numbers that only grow, one series a reader. Used by one thread at a time."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def count(self, reader: str, is_there: bool, counter: int) -> int:
        """counter: the service's own, which tells a swap but begins again with the service and with the reader."""
        seen = self._seen.setdefault(reader, _Seen())
        came_or_went = is_there != seen.is_there
        swapped = is_there and counter != seen.counter
        if came_or_went or swapped:
            seen.insertion += 1
        seen.is_there, seen.counter = is_there, counter
        return seen.insertion

    def keep_only(self, readers: Collection[str]) -> None:
        """Of the others nothing is known any more; a card found there later is a new one."""
        for name, seen in self._seen.items():
            if name not in readers:
                _forget(seen)

    def forget(self) -> None:
        self.keep_only(())


def _forget(seen: _Seen) -> None:
    if seen.is_there:
        seen.insertion += 1
    seen.is_there, seen.counter = False, None
