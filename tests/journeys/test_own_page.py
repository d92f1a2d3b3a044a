"""A person at home: the card opens the own page in a real browser; a consent is withdrawn, a service let in (R18)."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from app.adapters.card_reader.soft_card.chip import SoftCard
from app.adapters.card_reader.soft_card.practice_readers import SoftReaders
from app.adapters.central_client.line import CentralLine
from app.adapters.central_client.transport import Connection, Transport
from app.contract.soft_card import SoftCardFile
from app.eligibility.answer import CheckId
from app.eligibility.card import Pin
from app.eligibility.lying_card import reader_with_card
from app.eligibility.question import SignedQuestion
from app.scheme.days import business_day, utc_now
from app.scheme.statement import Purpose
from tests.card_service import CardService
from tests.central.phr.conftest import VERIFIER, challenge
from tests.journeys.browser import Browser, browser
from tests.journeys.central import CentralService, Register
from tests.journeys.reader import Hand
from tests.journeys.terminal import NewProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]
CASE = "valid-employee"
CODE = "1319990527"
WAIT_S = 2.0


@pytest.fixture
def card(register: Register) -> SoftCardFile:
    return register.card(CASE)


@pytest.fixture
def readers(card: SoftCardFile) -> SoftReaders:
    """With the person's card lying on the one there is."""
    found = SoftReaders()
    found.lay(SoftCard(card))
    return found


def _agreed_at_the_clinic(
    register: Register, service: CentralService, readers: SoftReaders, pin: Pin
) -> None:
    """Somebody confirmed the insurance with the PIN, and the person agreed to have her medicines shown."""
    secret = register.create_institution(CODE, "道ばた医院")
    transport = Transport(Connection(service.url, CODE, secret))
    line = CentralLine(transport, CODE)
    statement = line.new_statement(Purpose.ELIGIBILITY, ("drug",))
    reading = readers.read(reader_with_card(readers, None, WAIT_S))
    signature = readers.sign(reading, pin, statement.digest_info())
    today = business_day(utc_now())
    question = SignedQuestion(reading.certificate, statement, signature, today, photograph_confirmed=False)
    line.ask(CheckId("9b0c6a52-1d6f-4a5e-9c3e-0f7a2b9d4c11"), question, "佐藤")
    transport.close()


def _sign_in(service: CentralService, hand: Hand, card: SoftCardFile, opened: Browser) -> None:
    """`python -m app sign-in` reads the card on a real reader; the browser goes where it says."""
    options = ["sign-in", "--central", service.url, "--pin-stdin", "--print"]
    with hand.laying(card):
        done = NewProcess().run(options, f"{card.pin}\n")
    assert done.status == 0, done.err
    assert card.pin not in done.out + done.err
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


def test_a_person_signs_in_withdraws_lets_a_service_in_and_signs_out(
    register: Register,
    service: CentralService,
    card_service: CardService,
    readers: SoftReaders,
    card: SoftCardFile,
    tmp_path: Path,
) -> None:
    _agreed_at_the_clinic(register, service, readers, Pin(card.pin))
    hand = Hand(card_service.readers[0], card_service.ports[0])
    with closing(hand), browser(tmp_path / "profile") as opened, _phr_service() as back:
        _sign_in(service, hand, card, opened)
        assert opened.cookies() == []
        opened.press("開く")
        assert "さんのページ" in opened.text and "有効な同意が 1件" in opened.text
        (cookie,) = opened.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        for words in ("くすり", "健診", "医療費", "保険資格", "閲覧の記録", "連携サービス", "同意"):
            opened.press(words)
            assert not opened.is_too_wide, words
            opened.picture(tmp_path / f"{words}.png")
        opened.press("この同意をやめる")
        assert "撤回" in opened.text and "この同意をやめる" not in opened.text
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
