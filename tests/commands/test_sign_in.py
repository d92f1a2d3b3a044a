"""`sign-in`: the card opens the person's own page in the browser (R18)."""

import argparse
import io
from dataclasses import dataclass, field

import pytest

from app.commands import sign_in
from app.eligibility.card import CardError, NoCard, PinBlocked, PinWrong, Presence
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.errors import ClinicError
from app.scheme.statement import Purpose, Statement
from tests.commands.counter import READER, READING, Ended, WatchedReader
from tests.people import NOW

PIN = "4791"
PAGE = "https://central.example/portal/enter/t1cket"


@dataclass
class LineOfOnePerson:
    """trouble: raised instead of a statement. refusal: instead of a page."""

    trouble: ClinicError | None = None
    refusal: ClinicError | None = None
    sent: list[tuple[bytes, Statement, bytes]] = field(default_factory=list)

    def new_statement(self) -> Statement:
        if self.trouble:
            raise self.trouble
        return Statement(Purpose.PORTAL_SIGN_IN, "central.example", "-", (), NOW, "n0nce")

    def page_of(self, certificate: bytes, statement: Statement, signature: bytes) -> str:
        if self.refusal:
            raise self.refusal
        self.sent.append((certificate, statement, signature))
        return PAGE


@dataclass
class Home:
    capsys: pytest.CaptureFixture[str]
    line: LineOfOnePerson = field(default_factory=LineOfOnePerson)
    reader: WatchedReader = field(default_factory=lambda: WatchedReader(READING))
    has_browser: bool = True
    opened: list[str] = field(default_factory=list)

    def sign_in(self, words: str = "", stdin: str = f"{PIN}\n") -> Ended:
        parser = argparse.ArgumentParser()
        sign_in.add_arguments(parser)
        tools = sign_in.SignInTools(
            self.line, lambda: self.reader, self._open, lambda code: f"«{code}»", card_wait_s=0.0
        )
        arguments = parser.parse_args(["--pin-stdin", *words.split()])
        return Ended(sign_in.run(arguments, tools, io.StringIO(stdin)), *self.capsys.readouterr())

    def _open(self, page: str) -> bool:
        self.opened.append(page)
        return self.has_browser


@pytest.fixture
def home(capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(capsys)


def test_the_card_signs_for_signing_in_and_the_browser_opens(home: Home) -> None:
    ended = home.sign_in()
    assert (ended.status, ended.out, home.opened) == (0, "", [PAGE])
    ((certificate, statement, signature),) = home.line.sent
    assert certificate == b"certificate"
    assert signature == b"signature over " + statement.digest_info()[-32:]
    assert PIN not in ended.out + ended.err


def test_without_a_browser_the_address_is_printed(home: Home) -> None:
    home.has_browser = False
    assert home.sign_in().out == f"{PAGE}\n"


def test_asked_to_print_it_opens_nothing(home: Home) -> None:
    assert home.sign_in("--print").out == f"{PAGE}\n"
    assert home.opened == []


def test_the_reader_may_be_named(home: Home) -> None:
    assert home.sign_in(f"--reader {READER}").status == 0
    assert home.sign_in("--reader another").err.startswith("card.no_reader")


@pytest.mark.parametrize("given", ["", "479\n", "47911\n", "abcd\n"])
def test_what_is_no_pin_never_reaches_the_card(home: Home, given: str) -> None:
    ended = home.sign_in(stdin=given)
    assert (ended.status, home.reader.pins) == (2, [])
    assert given.strip() == "" or given.strip() not in ended.err


def test_with_the_line_down_no_try_of_the_pin_is_spent(home: Home) -> None:
    home.line.trouble = CentralUnreachable()
    assert (home.sign_in().status, home.reader.pins) == (6, [])


@pytest.mark.parametrize("failure", [PinWrong(2), PinBlocked()])
def test_a_pin_that_does_not_fit_opens_nothing(home: Home, failure: CardError) -> None:
    home.reader.pin_failure = failure
    ended = home.sign_in()
    assert (ended.status, home.opened) == (7, []) and failure.code in ended.err


def test_without_a_card_it_says_so(home: Home) -> None:
    home.reader.presence = Presence.EMPTY
    assert NoCard.code in home.sign_in().err


def test_what_the_service_refuses_is_told(home: Home) -> None:
    home.line.refusal = RefusedByCentral("certificate.unknown")
    ended = home.sign_in()
    assert (ended.status, ended.err) == (8, "certificate.unknown: «certificate.unknown»\n")
