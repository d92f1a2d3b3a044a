"""The running service: socket, database and web server for as long as it serves."""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from app.central.app import build_app
from app.central.batch.lane import batch_lane
from app.central.cards.refreshing import lists_kept_fresh
from app.central.intermediary.identities import Intermediary
from app.central.intermediary.opening import IntermediaryPlace, intermediary_at, intermediary_in_memory
from app.central.review.lane import review_lane
from app.central.service import Limits, Service
from app.central.storage.database import IN_MEMORY, Database, open_database
from app.central.storage.migrate import migrate, must_be_current
from app.central.storage.settings import service_settings
from app.errors import InputRefused
from app.scheme.days import business_day, utc_now

_KEEP_ALIVE_S = 75  # a desk's line stays open between two patients
_LAST_REPLIES_S = 5


@dataclass(frozen=True, slots=True)
class Running:
    """How to serve. tls_cert and tls_key: both, or neither for plain HTTP. intermediary: None, no registrations."""

    host: str
    port: int
    tls_cert: Path | None
    tls_key: Path | None
    misses_per_hour: int
    stop_with_stdin: bool
    intermediary: IntermediaryPlace | None = None


def serve(running: Running, url: str | None) -> int:
    """Until SIGTERM, SIGINT, or the end of standard input where that is asked for. url: None is the practice town.

    Raises: InputRefused where the port cannot be had; what opening the database raises.
    """
    run_until_told(_serve(running, url))
    return 0


def run_until_told(serving: Coroutine[None, None, None]) -> None:
    """On the fastest event loop there is: uvloop, except on Windows."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    # The web server hands a signal on once it has stopped in peace: that is a clean end, not a death.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(serving)
    except KeyboardInterrupt:
        pass


async def _serve(running: Running, url: str | None) -> None:
    with listening(running) as listener:
        end = stdin_ends if running.stop_with_stdin else None
        await serve_on(listener, running, url, partial(announce, running, listener), end)


async def serve_on(
    listener: socket.socket,
    running: Running,
    url: str | None,
    ready: Callable[[dict[str, str]], None],
    end: Callable[[], None] | None,
) -> None:
    """ready: called once requests are answered, with what is said of a practice town. end: returns when it is time."""
    opened = _practice() if url is None else _databases(url, running.intermediary)
    async with opened as (database, intermediary, said):
        async with database.transaction() as tx:
            settings = await service_settings(tx)
        service = Service(database, settings, utc_now, Limits(running.misses_per_hour), intermediary)
        app = build_app(service)
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_LAST_REPLIES_S,
            ssl_certfile=running.tls_cert,
            ssl_keyfile=running.tls_key,
        )
        server = _Server(config, lambda: ready(said))
        if end is not None:
            _stop_at(end, server)
        async with batch_lane(service), review_lane(service), lists_kept_fresh(database, utc_now):
            await server.serve(sockets=[listener])


def listening(running: Running) -> socket.socket:
    """Named as TCP outright: only then does asyncio switch off Nagle's delay, which costs 40 ms a reply."""
    try:
        found = socket.getaddrinfo(running.host, running.port, type=socket.SOCK_STREAM)
        family, kind, _, _, address = found[0]
        listener = socket.socket(family, kind, socket.IPPROTO_TCP)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as cause:
        raise InputRefused("listen", cause.strerror or "cannot be listened on") from None
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def announce(running: Running, listener: socket.socket, said: dict[str, str]) -> None:
    scheme = "https" if running.tls_cert else "http"
    address = f"{scheme}://{_shown(running.host)}:{listener.getsockname()[1]}"
    print(json.dumps({"listening": address, **said}, ensure_ascii=False), flush=True)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


def stdin_ends() -> None:
    """Not through sys.stdin: its lock, held by a waiting thread, would spoil the interpreter's end."""
    while os.read(0, 4096):
        pass


def _stop_at(end: Callable[[], None], server: uvicorn.Server) -> None:
    """A thread, since not every system can wait for a pipe on an event loop; it ends with the process."""

    def watch() -> None:
        end()
        server.should_exit = True

    Thread(target=watch, name="end", daemon=True).start()


_Opened = tuple[Database, Intermediary | None, dict[str, str]]
"""Register, intermediary, and what is said of them at the start."""


@asynccontextmanager
async def _databases(url: str, place: IntermediaryPlace | None) -> AsyncIterator[_Opened]:
    async with AsyncExitStack() as opened:
        database = await open_database(url)
        opened.push_async_callback(database.close)
        await must_be_current(database)
        intermediary = None
        if place is not None:
            intermediary = await opened.enter_async_context(intermediary_at(place))
            await intermediary.must_be_current()
        yield database, intermediary, {}


@asynccontextmanager
async def _practice() -> AsyncIterator[_Opened]:
    """The town in memory; its card files, and receipts to hand in, lie in a folder that goes with it."""
    from app.central.commands.town import PRACTICE_PEOPLE, PRACTICE_SEED
    from app.central.practice.cards import make_cards
    from app.central.practice.fill import fill
    from app.central.practice.institutions import PRACTICE_CLINIC
    from app.central.practice.keys import KeyRing, default_folder
    from app.central.practice.last_month import RECEIPT_FILE, hand_in_last_month, write_rest_of_last_month
    from app.central.practice.month_before import hand_in_month_before
    from app.central.practice.town import build

    now = utc_now()
    town = build(PRACTICE_PEOPLE, PRACTICE_SEED, business_day(now))
    cards = make_cards(town, KeyRing(default_folder()))
    async with AsyncExitStack() as opened:
        database = await open_database(IN_MEMORY)
        opened.push_async_callback(database.close)
        intermediary = await opened.enter_async_context(intermediary_in_memory())
        await intermediary.migrate(now)
        await migrate(database, now)
        filled = await fill(database, town, cards, now)
        await hand_in_month_before(database, now)
        async with database.transaction() as tx:
            await hand_in_last_month(tx, town, now)
        with tempfile.TemporaryDirectory(prefix="madoguchi-cards-") as folder:
            cards.write(Path(folder))
            receipts = Path(folder) / RECEIPT_FILE
            with receipts.open("wb") as target:
                write_rest_of_last_month(target, town, now)
            code = PRACTICE_CLINIC.code
            said = {
                "institution": code,
                "secret": filled.secrets[code],
                "cards": folder,
                "receipts": str(receipts),
            }
            yield database, intermediary, said
