"""The service under load: PostgreSQL that waits for its disk, tokens, limits and audit on, 1,000 institutions.

PostgreSQL, the service's two workers and the load generator share this machine's cores.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from tests.bench.figures import Figure, median, percentile
from tests.bench.processor import seconds_of
from tests.bench.register import Register, copied_alone_s, filled_register, settled

ROOT = Path(__file__).resolve().parents[2]
_WORKERS = 2
_LINES = 32
_MORE_LINES = 64
_NATION_A_SECOND = 257.0
_COUNTERS_A_SECOND = 20.0
_CHECKS_GOAL, _P95_GOAL_MS = 1500, 20
_COST_GOAL_MS = 2 * 1000 / _CHECKS_GOAL
_PEOPLE_GOAL, _STATED_PEOPLE = 20_000, 1_000_000
_BATCH, _BATCH_GOAL_MS, _SLOWER_GOAL_MS = 1000, 3000, 50
_BATCHES_ASK_EVERY_S = 0.05


@dataclass(frozen=True)
class Answered:
    per_second: float
    took_ms: list[float]


def central(quick: bool) -> list[Figure]:
    figures = []
    for people in (5_000,) if quick else (100_000, 1_000_000):
        with filled_register(people) as register:
            figures.append(_filling(register, with_bare=people <= 100_000))
            figures += _checks(register, 1.0 if quick else 15.0)
            if people == 100_000 or quick:
                figures += _batches(register, 3.0 if quick else 20.0)
    return figures


def _filling(register: Register, with_bare: bool) -> Figure:
    """The goal is the million's; the smaller town shows how cost grows."""
    per_second = register.people / register.fill_s
    is_stated = register.people >= _STATED_PEOPLE
    return Figure(
        f"town: {register.people:,} people into PostgreSQL, most memory {register.peak_mb:.0f} MB",
        per_second,
        register.people / copied_alone_s(register) if with_bare else None,
        "COPY of the same rows as text that is ready, without references",
        f"≥ {_PEOPLE_GOAL:,}/s" if is_stated else "none",
        per_second >= _PEOPLE_GOAL or not is_stated,
        1,
        "/s",
    )


def _checks(register: Register, seconds: float) -> list[Figure]:
    questions = register.questions()
    with _served(register) as (port, service):
        _asked(port, questions, 2.0, _LINES)
        settled(register)
        before_s = seconds_of(service, register.server.process)
        most = _asked(port, questions, seconds, _LINES)
        cost_ms = 1000 * (seconds_of(service, register.server.process) - before_s) / len(most.took_ms)
        paced = _asked(port, questions, seconds, _MORE_LINES, _NATION_A_SECOND)
    with _empty_endpoint() as port:
        most_of_nothing = _asked(port, questions, seconds / 3, _LINES)
        paced_nothing = _asked(port, questions, seconds / 3, _MORE_LINES, _NATION_A_SECOND)
    size = f"{register.people:,} people"
    p95 = percentile(paced.took_ms, 0.95)
    alone = _driver_alone(register, seconds / 3)
    return [
        Figure(
            f"checks a second, {size}, {_WORKERS} workers",
            most.per_second,
            alone.per_second,
            "two reads and one insert a check by the driver alone, 2 processes",
            f"≥ {_CHECKS_GOAL:,}/s",
            most.per_second >= _CHECKS_GOAL,
            len(most.took_ms),
            "/s",
        ),
        Figure(
            f"processor time of a check, service and PostgreSQL, {size}",
            cost_ms,
            alone.cost_ms,
            "the driver alone and PostgreSQL",
            f"≤ {_COST_GOAL_MS:.2f} ms: what {_CHECKS_GOAL:,}/s on 2 cores leave",
            cost_ms <= _COST_GOAL_MS,
            len(most.took_ms),
        ),
        Figure(
            f"checks a second beside an empty endpoint's requests, {size}",
            most.per_second,
            most_of_nothing.per_second,
            "a web application that answers {} and does nothing, 2 processes",
            "none",
            True,
            len(most_of_nothing.took_ms),
            "/s",
        ),
        Figure(
            f"p95 of a check at {_NATION_A_SECOND:.0f} a second, {size}",
            p95,
            percentile(paced_nothing.took_ms, 0.95),
            "the empty endpoint at the same pace",
            f"≤ {_P95_GOAL_MS} ms",
            p95 <= _P95_GOAL_MS,
            len(paced.took_ms),
        ),
    ]


def _batches(register: Register, seconds: float) -> list[Figure]:
    questions = register.questions()
    with _served(register) as (port, _):
        _asked(port, questions, 2.0, _LINES)
        settled(register)
        quiet = _asked(port, questions, seconds, _LINES, _COUNTERS_A_SECOND).took_ms
        busy = _asking(port, questions, seconds, _LINES, _COUNTERS_A_SECOND)
        batches_ms: list[float] = []
        while busy.poll() is None or not batches_ms:
            batches_ms.append(_batch_ms(port, register, len(batches_ms)))
        during = _answers(busy).took_ms
    slower = percentile(during, 0.95) - percentile(quiet, 0.95)
    size = f"{register.people:,} people"
    return [
        Figure(
            f"batch of {_BATCH:,} from handing over to its end, {size}",
            median(batches_ms),
            None,
            "—",
            f"≤ {_BATCH_GOAL_MS:,} ms",
            median(batches_ms) <= _BATCH_GOAL_MS,
            len(batches_ms),
        ),
        Figure(
            "p95 of a counter's check while batches are worked off",
            percentile(during, 0.95),
            percentile(quiet, 0.95),
            "the same without a batch",
            f"at most {_SLOWER_GOAL_MS} ms slower",
            slower <= _SLOWER_GOAL_MS,
            len(during),
        ),
    ]


def _batch_ms(port: int, register: Register, place: int) -> float:
    """Handed over and watched until it is done; each by another institution, whose misses are its own."""
    token = register.tokens[-1 - place % len(register.tokens)]
    begin = place * _BATCH % len(register.cards)
    cards = (register.cards * 2)[begin : begin + _BATCH]
    named = ("on", "insurer", "symbol", "number", "branch", "month_day", "birth_on")
    items = [{"item_id": str(at), **{name: card[name] for name in named}} for at, card in enumerate(cards)]
    message = {"batch_id": str(uuid4()), "staff": "計測", "items": items}
    with requests.Session() as line:
        line.headers["Authorization"] = f"Bearer {token}"
        address = f"http://127.0.0.1:{port}/v1/batches"
        started = time.perf_counter()
        told = _told(line.post(address, json=message, timeout=30))
        while told["state"] == "working":
            time.sleep(_BATCHES_ASK_EVERY_S)
            told = _told(line.get(f"{address}/{told['receipt_number']}", timeout=30))
    if told["state"] != "done":
        raise RuntimeError(f"a batch is {told['state']}")
    return (time.perf_counter() - started) * 1000


def _told(reply: requests.Response) -> dict[str, Any]:
    reply.raise_for_status()
    told: dict[str, Any] = reply.json()
    return told


@contextmanager
def _served(register: Register) -> Iterator[tuple[int, int]]:
    """Its port and its first process."""
    command = [sys.executable, "-m", "app.central", "serve", "--listen", "127.0.0.1:0", "--stop-with-stdin"]
    command += ["--workers", str(_WORKERS), "--database", register.url]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdin and service.stdout
        port = urlsplit(json.loads(service.stdout.readline())["listening"]).port or 0
        yield port, service.pid
        service.stdin.close()
        service.wait(timeout=30)


@contextmanager
def _empty_endpoint() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "tests.bench.empty_endpoint:app", "--port", str(port)]
    command += ["--workers", str(_WORKERS), "--no-access-log", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _until_it_listens(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _until_it_listens(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the empty endpoint did not start")


def _asked(port: int, questions: str, seconds: float, lines: int, per_second: float = 0) -> Answered:
    return _answers(_asking(port, questions, seconds, lines, per_second))


def _asking(
    port: int, questions: str, seconds: float, lines: int, per_second: float
) -> "subprocess.Popen[str]":
    command = [
        sys.executable,
        "-m",
        "tests.bench.asking",
        str(port),
        str(seconds),
        str(lines),
        str(per_second),
    ]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin
    child.stdin.write(questions)
    child.stdin.close()
    return child


def _answers(child: "subprocess.Popen[str]") -> Answered:
    assert child.stdout
    with child:
        told = json.loads(child.stdout.read() or "{}")
    if child.returncode or not told["outcomes"].keys() <= {
        "valid",
        "lapsed",
        "lapsed_newer",
        "none",
        "several",
        "200",
    }:
        raise RuntimeError(f"not every question was answered: {told.get('outcomes')}")
    return Answered(len(told["took_ms"]) / told["took_s"], told["took_ms"])


@dataclass(frozen=True)
class Alone:
    """cost_ms: processor time of one, driver and PostgreSQL."""

    per_second: float
    cost_ms: float


def _driver_alone(register: Register, seconds: float) -> Alone:
    command = [sys.executable, "-m", "tests.bench.driver_alone", register.url, str(seconds)]
    cards = json.dumps(register.keys)
    before_s = seconds_of(register.server.process)
    children = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(_WORKERS)
    ]
    for child in children:
        assert child.stdin
        child.stdin.write(cards)
        child.stdin.close()
    asked, per_second, used_s = 0, 0.0, 0.0
    for child in children:
        assert child.stdout
        with child:
            told = json.loads(child.stdout.read())
        asked += told["asked"]
        per_second += told["per_second"]
        used_s += told["processor_s"]
    used_s += seconds_of(register.server.process) - before_s
    return Alone(per_second, 1000 * used_s / asked)
