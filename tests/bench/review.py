"""The review under load: files of many receipts cut, reviewed by a process a core, told and delivered.

PostgreSQL and the workers share this machine's cores; the bare figure is reading the same files alone, on one core.
"""

import asyncio
import hashlib
import resource
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import build
from app.central.review.runs import begin_run
from app.central.review.submissions import announce, complete, take_part
from app.central.review.workers import work_off_everything
from app.central.storage.database import open_database
from app.scheme.days import business_day, months_from, utc_now
from app.scheme.receipts.reading import ReceiptReader
from tests.bench.figures import Figure
from tests.bench.processor import seconds_of
from tests.bench.register import Register, filled_register

_GOAL = 20_000
_COST_GOAL_MS = 2 * 1000 / _GOAL
_PATIENTS = 100_000
_ONE_IN = 200
"""So many show a card that ended: five times as many as in the nation."""

_IN_A_FILE = 500_000
"""GO counts to 999,999."""
_PART = 4 * 1024 * 1024


def review(quick: bool) -> list[Figure]:
    people, count = (5_000, 20_000) if quick else (1_000_000, 1_000_000)
    with tempfile.TemporaryDirectory(prefix="mdg-review-") as folder, filled_register(people) as register:
        files = list(_written(Path(folder), people, count))
        for file in files:
            asyncio.run(_handed_in(register, file))
        children_s = _children_s()
        server_s = seconds_of(register.server.process)
        started = perf_counter()
        work_off_everything(register.url)
        took_s = perf_counter() - started
        cost_s = _children_s() - children_s + seconds_of(register.server.process) - server_s
        bare_s = sum(map(_read_alone, files))
    cost_ms = 1000 * cost_s / count
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
        1024 if sys.platform == "linux" else 1024 * 1024
    )
    size = f"{count:,} receipts, {people:,} people"
    return [
        Figure(
            f"receipts reviewed a second, {size}, most memory of a process {peak_mb:.0f} MB",
            count / took_s,
            count / bare_s,
            "reading the files alone, one core",
            f"≥ {_GOAL:,}/s",
            count / took_s >= _GOAL,
            1,
            "/s",
        ),
        Figure(
            f"processor time of a receipt, workers and PostgreSQL, {size}",
            cost_ms,
            1000 * bare_s / count,
            "reading the files alone",
            f"≤ {_COST_GOAL_MS:.2f} ms: what {_GOAL:,}/s on 2 cores leave",
            cost_ms <= _COST_GOAL_MS,
            1,
        ),
    ]


def _written(folder: Path, people: int, count: int) -> Iterator[Path]:
    """The town of the register is the one of today; a part of its people come again and again, others in each file."""
    today = business_day(utc_now())
    month = months_from(today, -1)
    everybody = build(people, 1, today).people()
    for first in range(0, count, _IN_A_FILE):
        file = folder / f"{first}.UKE"
        with file.open("wb") as target:
            here = min(_IN_A_FILE, count - first)
            visits = visits_of_a_month(islice(everybody, _PATIENTS), month, here, stories_every=_ONE_IN)
            write_receipts(target, visits, PRACTICE_CLINIC, month)
        yield file


async def _handed_in(register: Register, file: Path) -> None:
    """Cut into blocks, its review begun."""
    database = await open_database(register.url)
    now = utc_now()
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").digest()
        source.seek(0)
        async with database.transaction() as tx:
            found = await announce(tx, PRACTICE_CLINIC.code, file.stat().st_size, digest, (), now)
        position = 0
        while part := source.read(_PART):
            async with database.transaction() as tx:
                position = await take_part(tx, found, position, part)
    async with database.transaction() as tx:
        await complete(tx, found, now)
        await begin_run(tx, found.receipt_number, now, now)
    await database.close()


def _read_alone(file: Path) -> float:
    started = perf_counter()
    with file.open("rb") as source:
        for receipt in ReceiptReader(source):
            receipt.treatment_days  # noqa: B018  # the work that cannot be spared
    return perf_counter() - started


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
