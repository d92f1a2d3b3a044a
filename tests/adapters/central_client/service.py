"""A scripted HTTP service on loopback: answers each route as the test says, and keeps what it was sent."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from tests.contract.vectors import vector


class Sent(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class Reply(NamedTuple):
    status: int
    document: Any
    delay_s: float = 0.0


class ScriptedService:
    """routes: path → a list of replies given in turn, the last one for ever."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.practice = False
        self.sent: list[Sent] = []
        self.routes: dict[str, list[Reply]] = {"/v1/token": [Reply(200, vector("token"))]}

    def reply_to(self, sent: Sent) -> Reply:
        self.sent.append(sent)
        replies = self.routes.get(
            sent.path.partition("?")[0], [Reply(404, vector("problem-service-internal"))]
        )
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def sent_to(self, path: str) -> list[Sent]:
        return [each for each in self.sent if each.path.partition("?")[0] == path]


def _handler(find: Callable[[], ScriptedService]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service = find()
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = service.reply_to(Sent(self.path, dict(self.headers), body))
            time.sleep(reply.delay_s)
            text = (
                json.dumps(reply.document).encode()
                if not isinstance(reply.document, bytes)
                else reply.document
            )
            self.send_response(reply.status)
            if service.practice:
                self.send_header("Madoguchi-Practice", "1")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST
        do_PUT = do_DELETE = do_POST

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    return Handler


@contextmanager
def scripted_service() -> Iterator[ScriptedService]:
    service: ScriptedService | None = None

    def found() -> ScriptedService:
        assert service is not None
        return service

    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    server.daemon_threads = False  # so that closing waits for them
    service = ScriptedService(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
