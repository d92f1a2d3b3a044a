"""Reading a list from an address: within limits, and never over a line that anybody can change."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.central.cards import fetching
from app.central.cards.fetching import ListTooLong, ListUnreachable, fetch
from app.errors import InputRefused

CONTENT = b"a list" * 1000


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/list.crl")
            self.end_headers()
        elif self.path == "/list.crl":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CONTENT)
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_list_is_read_whole(address: str) -> None:
    assert fetch(f"{address}/list.crl") == CONTENT


@pytest.mark.parametrize("path", ["/moved", "/nowhere"])
def test_another_address_is_not_followed_and_a_refusal_is_told(address: str, path: str) -> None:
    with pytest.raises(ListUnreachable, match="status"):
        fetch(address + path)


def test_nobody_there_is_told() -> None:
    with pytest.raises(ListUnreachable):
        fetch("http://127.0.0.1:9/list.crl")


def test_a_list_without_end_is_cut(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LONGEST_LIST", 1000)
    with pytest.raises(ListTooLong):
        fetch(f"{address}/list.crl")


@pytest.mark.parametrize(
    "url", ["http://ca.example/list.crl", "ftp://127.0.0.1/x", "file:///etc/hosts", "https://", "ldap://x/y"]
)
def test_a_line_that_others_can_change_is_refused(url: str) -> None:
    with pytest.raises(InputRefused):
        fetch(url)
