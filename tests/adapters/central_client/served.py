"""The service itself on a port of this computer, for promises that its fakes keep as well."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import uvicorn

from app.adapters.central_client.transport import Connection, Transport
from app.central.app import build_app
from app.central.running import Running, listening
from app.central.storage.database import IN_MEMORY, open_database
from app.central.storage.migrate import migrate
from tests.central.clinic import CODE, MORNING, Clinic, StandingClock
from tests.central.notices.month import work_off

_LIMIT_S = 20


@dataclass(frozen=True)
class Served:
    """way: to the service, as the clinic."""

    way: Transport
    _clinic: Clinic
    _loop: asyncio.AbstractEventLoop

    def review(self) -> None:
        """Whatever was handed in is reviewed when this returns."""
        asyncio.run_coroutine_threadsafe(work_off(self._clinic), self._loop).result(_LIMIT_S)


@contextmanager
def served(prepare: Callable[[Clinic], Awaitable[object]]) -> Iterator[Served]:
    """A service in memory with what `prepare` entered."""
    opened: list[tuple[Clinic, asyncio.AbstractEventLoop, str]] = []
    ready, over = threading.Event(), threading.Event()

    async def serve() -> None:
        database = await open_database(IN_MEMORY)
        await migrate(database, MORNING)
        async with Clinic.opened(database, StandingClock(MORNING)) as clinic:
            await prepare(clinic)
            listener = listening(
                Running("127.0.0.1", 0, None, None, misses_per_hour=30, stop_with_stdin=False)
            )
            server = uvicorn.Server(
                uvicorn.Config(build_app(clinic.service), lifespan="off", log_config=None)
            )
            task = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0.005)
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            opened.append((clinic, asyncio.get_running_loop(), address))
            ready.set()
            await asyncio.to_thread(over.wait)
            server.should_exit = True
            await task
        await database.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(_LIMIT_S)
        ((clinic, loop, address),) = opened
        with closing(Transport(Connection(address, CODE.digits, clinic.secret))) as way:
            yield Served(way, clinic, loop)
    finally:
        over.set()
        thread.join()
