"""A person at home: the card opens the own page in a real browser; a service is let in (R18)."""

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from app.contract.soft_card import SoftCardFile
from tests.card_service import CardService
from tests.central.phr.conftest import VERIFIER, challenge
from tests.journeys.browser import Browser, browser
from tests.journeys.central import CentralService, Register
from tests.journeys.reader import Hand
from tests.journeys.terminal import NewProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]
CASE = "valid-employee"


@pytest.fixture
def card(register: Register) -> SoftCardFile:
    return register.card(CASE)


def _sign_in(service: CentralService, hand: Hand, card: SoftCardFile, opened: Browser) -> None:
    """`python -m app sign-in` reads the card on a real reader; the browser goes where it says."""
    options = ["sign-in", "--central", service.url, "--pin-stdin", "--print"]
    with hand.laying(card):
        done = NewProcess().run(options, f"{card.pin}\n")
    assert done.status == 0, done.err
    # As a word of its own: a random token or a port may hold any four digits.
    assert card.pin not in re.split(r"\W+", done.out + done.err)
    opened.open(done.out.strip())


@contextmanager
def _phr_service() -> Iterator[str]:
    """Where a service waits for its answer; a page that says so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write("けんこう手帳に戻りました".encode())

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/back"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_person_signs_in_at_the_terminal_lets_a_service_in_and_signs_out(
    register: Register,
    service: CentralService,
    card_service: CardService,
    card: SoftCardFile,
    tmp_path: Path,
) -> None:
    hand = Hand(card_service.readers[0], card_service.ports[0])
    with closing(hand), browser(tmp_path) as opened, _phr_service() as back:
        _sign_in(service, hand, card, opened)
        assert opened.cookies() == []
        opened.press("開く")
        assert "さんのページ" in opened.text
        (cookie,) = opened.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        told = _allow(register, service, opened, back)
        assert "くすりの記録" in told and "健診の値" not in told
        opened.press("この許可を取り消す")
        assert "あなたが取り消しました" in opened.text
        opened.press("サインアウト")
        assert "サインアウトしました" in opened.text and opened.cookies() == []
        opened.open(f"{service.url}/portal/consents")
        assert "サインインが必要です" in opened.text


def _allow(register: Register, service: CentralService, opened: Browser, back: str) -> str:
    """The page of allowed services, after one came, asked, was allowed and read."""
    made = json.loads(register.command("create-phr-client", "けんこう手帳", "--redirect", back))
    question = {
        "response_type": "code",
        "client_id": made["client_id"],
        "redirect_uri": back,
        "scope": "patient/MedicationDispense.read",
        "state": "st4te",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    opened.open(f"{service.url}/phr/authorize?{urlencode(question)}")
    opened.press("内容を見て決める")
    opened.press("許す")
    assert "けんこう手帳に戻りました" in opened.text
    answered = parse_qs(urlsplit(opened.address).query)
    assert answered["state"] == ["st4te"]
    form = {
        "grant_type": "authorization_code",
        "code": answered["code"][0],
        "redirect_uri": back,
        "code_verifier": VERIFIER,
    }
    who = (made["client_id"], made["client_secret"])
    tokens = requests.post(f"{service.url}/phr/token", data=form, auth=who, timeout=10).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    read = requests.get(f"{service.url}/fhir/MedicationDispense", headers=headers, timeout=10)
    assert read.json()["resourceType"] == "Bundle"
    opened.open(f"{service.url}/portal/services")
    return opened.text
