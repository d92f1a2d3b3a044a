"""`review`: the receipts of a file against the register, told receipt by receipt."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from app.central.commands.moment import parse_moment
from app.central.commands.on_database import BAD_INPUT, DONE, add_database, on_database, say
from app.central.storage.database import Database
from app.scheme.days import utc_now

if TYPE_CHECKING:
    from app.central.review.judging import Judged
    from app.scheme.receipts.receipt import Receipt

HELP = "review the receipts of a file as known at its receipt: a list, one entry a receipt, nothing is kept"
_AT_ONCE = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.UKE", help="医科, 歯科 or 調剤")
    parser.add_argument(
        "--received-at",
        metavar="TIME",
        help="the moment whose knowledge decides, such as 2026-04-08T10:00:00+09:00 (default: now)",
    )
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    received_at = parse_moment(arguments.received_at, "received-at") if arguments.received_at else utc_now()

    async def review(database: Database) -> int:
        return await _review(database, arguments.file, received_at, arguments.json)

    return on_database(arguments, review)


async def _review(database: Database, path: Path, received_at: datetime, as_json: bool) -> int:
    from app.central.review.judging import judge
    from app.central.review.presented import presented
    from app.scheme.receipts.reading import ReceiptReader, ReceiptsUnreadable

    tell = _Json() if as_json else _Lines()
    failures: list[str] = []

    def readable(receipts: Iterable["Receipt"]) -> Iterator["Receipt"]:
        """What stands in front of a receipt without end is told all the same, and so is what a disk gave before."""
        try:
            yield from receipts
        except ReceiptsUnreadable as failure:
            failures.append(str(failure))
        except OSError as failure:
            failures.append(failure.strerror or "cannot be read")

    with ExitStack() as held:
        try:
            reader = ReceiptReader(held.enter_context(path.open("rb")))
        except OSError as failure:
            say(f"{path.name}: {failure.strerror}")
            return BAD_INPUT
        except ReceiptsUnreadable as failure:
            say(f"{path.name}: {failure}")
            return BAD_INPUT
        receipts = enumerate(readable(reader), start=1)
        while block := [presented(place, receipt) for place, receipt in islice(receipts, _AT_ONCE)]:
            async with database.session() as tx:
                judged = await judge(tx, block, received_at)
            for each in judged:
                tell.one(each)
    tell.end()
    for words in failures:
        say(f"{path.name}: {words}")
    return BAD_INPUT if failures else DONE


class _Json:
    """One list, an entry a line, written as it grows."""

    def __init__(self) -> None:
        self._told = 0

    def one(self, judged: "Judged") -> None:
        print("," if self._told else "[")
        print(json.dumps(entry_of(judged), ensure_ascii=False), end="")
        self._told += 1

    def end(self) -> None:
        print("\n]" if self._told else "[]")


class _Lines:
    """For people: number, outcome, reason."""

    def one(self, judged: "Judged") -> None:
        from app.scheme.receipts.routing import OUTCOME_WORDS, REASON_WORDS

        routing = judged.routing
        print(judged.presented.number, OUTCOME_WORDS[routing.outcome], REASON_WORDS[routing.reason], sep="\t")

    def end(self) -> None:
        sys.stdout.flush()


def entry_of(judged: "Judged") -> dict[str, object]:
    """An entry of the list, as the surface of this command promises it."""
    return {
        "receipt_number": judged.presented.number,
        "outcome": judged.routing.outcome.value,
        "reason": judged.routing.reason.value,
        "parts": [
            {
                "insurer_number": each.insured.insurer.digits if each.insured else None,
                "symbol": each.insured.symbol if each.insured else None,
                "number": each.insured.number if each.insured else None,
                "branch": each.insured.branch if each.insured else None,
                "days": [day.isoformat() for day in each.days],
                "points": each.points,
            }
            for each in judged.deliveries
        ],
    }
