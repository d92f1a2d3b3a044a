"""The front door: help at once and whole, UTF-8 whatever the locale, quiet ends."""

import os
import signal
import subprocess
import sys

import pytest

from app.__main__ import main
from tests.assembly.front_door import ROOT, run

HEAVY = (
    "PySide6",
    "requests",
    "pydantic",
    "fastapi",
    "uvicorn",
    "cryptography",
    "keyring",
    "sqlite_utils",
    "argon2",
)
HELP = [
    [], ["check"], ["connect"], ["disconnect"], ["central"], ["central", "serve"], ["central", "migrate"],
    ["central", "create-institution"], ["central", "card"], ["central", "card", "trust"], ["central", "card", "bind"],
    ["central", "card", "revoke"], ["central", "town"],
]  # fmt: skip
NAMES_WHAT_IS_LOADED = """
import sys
from app.__main__ import main
try:
    main([*sys.argv[1:], "--help"])
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.mark.parametrize("command", HELP, ids=" ".join)
def test_help_loads_nothing_that_takes_time(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NAMES_WHAT_IS_LOADED, *command], cwd=ROOT, capture_output=True, timeout=30
    )
    assert done.returncode == 0
    assert set(done.stderr.decode().split()) & set(HEAVY) == set()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ([], ["--home", "--practice", "check", "batch", "connect", "disconnect", "central"]),
        (
            ["check"],
            [
                "--insurer", "--symbol", "--number", "--branch", "--month-day", "--birth", "--on", "--document",
                "--reader", "--photo", "--pin-stdin", "--staff", "--staff-pin-stdin", "--json", "--soft-card",
                "--home", "--practice", "0 valid", "3 lapsed", "4 none", "5 several", "6 not answered", "7 not set up",
                "8 refused", "2 bad input",
            ],
        ),
        (
            ["batch"],
            [
                "FILE.csv", "--out", "--on", "--staff", "--staff-pin-stdin", "--home", "--practice",
                "0 every row answered", "2 bad input", "6 not or not yet answered", "7 not set up", "8 the service",
            ],
        ),
        (["connect"], ["--central", "--institution", "--secret-stdin", "--ca", "--home", "exit status: 0 done"]),
        (["disconnect"], ["--home", "exit status: 0 done"]),
        (["central"], ["serve", "migrate", "create-institution", "card", "town", "exit status"]),
        (["central", "serve"], ["--listen", "--tls-cert", "--tls-key", "--database", "--practice"]),
    ],
)  # fmt: skip
def test_help_is_complete(command: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-16"])
def test_what_is_printed_is_utf_8_whatever_the_locale(encoding: str) -> None:
    done = run("check", "--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert "保険者番号" in done.out.decode("utf-8")
    failed = run("check", "--practice", "--home", "x", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert "--practice has a home of its own" in failed.err.decode("utf-8")


def test_standard_input_that_is_no_text_is_bad_input_and_is_not_shown() -> None:
    done = run(
        "connect", "--central", "http://central.example", "--institution", "1319990014", "--secret-stdin",
        stdin=b"\xff\xfe\x00s3cret\n",
    )  # fmt: skip
    assert done.status == 2
    assert b"s3cret" not in done.out + done.err
    assert b"Traceback" not in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_ends_the_program_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "central", "town", "--list"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as town:  # fmt: skip
        assert town.stdout and town.stderr
        town.stdout.close()
        assert town.stderr.read() == b""
    assert town.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_it_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "connect", "--central", "https://central.example",
         "--institution", "1319990014", "--secret-stdin"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONVERBOSE": "1"},
    ) as waiting:  # fmt: skip
        assert waiting.stderr
        # What it imports last before it waits for the secret.
        while b"import 'app.assembly.terminal'" not in (line := waiting.stderr.readline()):
            assert line, "it ended before it waited"
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate()
    assert waiting.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    "words", [["--practice", "connect", "--central", "https://central.example", "--institution", "1319990014",
               "--secret-stdin"], ["--practice", "disconnect"], ["connect", "--practice"],
              ["--practice", "--home", "x"], ["--home", "x", "check", "--practice"]],
)  # fmt: skip
def test_practice_has_a_home_and_a_line_of_its_own(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert capsys.readouterr().out == ""


def test_a_soft_card_lies_in_practice_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--soft-card", "valid-employee", "--photo"]) == 2
    assert "--soft-card: only with --practice" in capsys.readouterr().err


def test_a_home_that_was_never_set_up_says_so_and_stays_empty(
    tmp_path: "os.PathLike[str]", capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--insurer", "06139992", "--symbol", "701", "--number", "442", "--birth", "S63.2.14", "--json"]
    assert main(["--home", str(tmp_path), "check", *words]) == 7
    said = capsys.readouterr()
    assert '"advice_code": "home.not_set_up"' in said.out
    assert said.err == (
        "home.not_set_up: この場所ではまだ窓口を始めていません。窓口を一度開いて、管理者を登録してください。\n"
    )
    assert os.listdir(tmp_path) == []
