"""`connect` and `disconnect` as somebody at the terminal meets them."""

import argparse
import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.commands import connect
from app.commands.connect import ConnectTools, Line
from app.eligibility.ports import CentralUnreachable, CredentialsRefused, InstitutionNotice, RefusedByCentral
from app.errors import ClinicError, InputRefused
from tests.commands.counter import Ended
from tests.people import NOW

SECRET = "s3cret-見本"
GIVEN = "--central https://central.example --institution 1319990014 --secret-stdin"


class KeyringAway(ClinicError):
    code = "keyring.missing"


@dataclass
class Home:
    """kept: the lines that were kept. failure: what trying the line comes to. stuck: what keeping comes to."""

    kept: list[Line] = field(default_factory=list)
    failure: ClinicError | None = None
    stuck: ClinicError | None = None

    def try_line(self, line: Line) -> InstitutionNotice:
        if self.failure:
            raise self.failure
        return InstitutionNotice(line.institution, "見本医院", False, NOW)

    def keep(self, line: Line, notice: InstitutionNotice) -> None:
        if self.stuck:
            raise self.stuck
        self.kept.append(line)

    def forget(self) -> bool:
        if self.stuck:
            raise self.stuck
        was_connected, self.kept = bool(self.kept), []
        return was_connected

    @property
    def tools(self) -> ConnectTools:
        return ConnectTools(self.try_line, self.keep, self.forget, lambda code: "")


@pytest.fixture
def home() -> Home:
    return Home()


def _connect(
    home: Home, capsys: pytest.CaptureFixture[str], words: str = GIVEN, stdin: str = f"{SECRET}\n"
) -> Ended:
    parser = argparse.ArgumentParser()
    connect.add_arguments(parser)
    status = connect.connect(parser.parse_args(words.split()), home.tools, io.StringIO(stdin))
    return Ended(status, *capsys.readouterr())


def test_a_line_that_works_is_kept_and_named(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert _connect(home, capsys) == (0, "見本医院 (1319990014)\n", "")
    assert home.kept == [Line("https://central.example", "1319990014", SECRET, None)]


def test_the_secret_stands_in_no_text_of_the_line(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _connect(home, capsys)
    assert SECRET not in repr(home.kept)


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (CredentialsRefused("token.refused"), 6),
        (CentralUnreachable(), 6),
        (RefusedByCentral("scope.missing"), 8),
        (InputRefused("central", "https://…"), 2),
    ],
)
def test_a_line_that_does_not_work_changes_nothing(
    home: Home, capsys: pytest.CaptureFixture[str], failure: ClinicError, status: int
) -> None:
    home.failure = failure
    ended = _connect(home, capsys)
    assert (ended.status, ended.out, home.kept) == (status, "", [])
    assert SECRET not in ended.err


@pytest.mark.parametrize(
    ("words", "stdin", "option"),
    [
        (GIVEN.replace("1319990014", "13199"), f"{SECRET}\n", "--institution"),
        (f"{GIVEN} --ca {Path('no') / 'such.pem'}", f"{SECRET}\n", "--ca"),
        (GIVEN, "\n", "--secret-stdin"),
    ],
)
def test_bad_input_is_named_by_its_option(
    home: Home, capsys: pytest.CaptureFixture[str], words: str, stdin: str, option: str
) -> None:
    ended = _connect(home, capsys, words, stdin)
    assert ended.status == 2
    assert ended.err.split(":")[1].strip() == option
    assert home.kept == []


def test_a_keyring_that_is_away_is_said(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home.stuck = KeyringAway()
    assert _connect(home, capsys) == (7, "", "keyring.missing\n")
    assert connect.disconnect(home.tools) == 7


def test_disconnecting_says_whether_there_was_a_line(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _connect(home, capsys)
    assert connect.disconnect(home.tools) == connect.disconnect(home.tools) == 0
    assert capsys.readouterr().out == "disconnected\nwas not connected\n"
