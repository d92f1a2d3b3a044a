"""The log can be handed to anybody: it holds no person."""

import logging
import subprocess
import sys

import pytest

from app.desk.crash.log import LOG, DeskLog
from app.desk.crash.telling import kind_of, place_of, told, without_persons
from app.eligibility.card import PinWrong


@pytest.fixture
def log(tmp_path):
    kept = DeskLog(tmp_path / "logs")
    kept.begin()
    yield tmp_path / "logs" / "desk.log"
    kept.end()


def _failure(words: str) -> Exception:
    try:
        raise KeyError(words)
    except KeyError as error:
        return error


def test_an_error_is_logged_by_its_type_and_place_and_never_by_its_words(log):
    LOG.error("unexpected", exc_info=_failure("架空　花 0613999 2"))
    written = log.read_text("utf-8")
    assert "KeyError" in written
    assert "test_log.py" in written
    assert "_failure" in written
    assert "架空" not in written
    assert "0613999" not in written


def test_what_led_to_an_error_is_logged_too():
    try:
        try:
            raise ValueError("架空")
        except ValueError as cause:
            raise PinWrong(2) from cause
    except PinWrong as error:
        words = told(error)
    assert "pin.wrong: 2 tries left" in words
    assert words.index("PinWrong") < words.index("ValueError")
    assert "架空" not in words


def test_of_another_library_only_who_spoke_and_where_is_logged(log):
    logging.getLogger("urllib3.connectionpool").warning("Retrying /patients?name=%s", "架空　花")
    written = log.read_text("utf-8")
    assert "urllib3.connectionpool test_log.py:" in written
    assert "架空" not in written
    assert "patients" not in written


def test_the_account_is_not_named_by_the_paths_of_its_files():
    assert place_of(_failure("").__traceback__).startswith("desk/crash/test_log.py:")


def test_a_place_that_nobody_knows_is_empty():
    assert (place_of(None), kind_of(PinWrong(1)), kind_of(KeyError())) == ("", "pin.wrong", "KeyError")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("QPdfWriter: cannot open /home/sato/申立書_架空花.pdf", "QPdfWriter: cannot open …"),
        (r"cannot open C:\Users\佐藤\card.pdf", "cannot open …"),
        ("QFont::setPixelSize: Pixel size <= 0 (0)", "QFont::setPixelSize: Pixel size <= 0 (0)"),
        ("no row for 06139992 架空　花", "no row for … …"),
    ],
)
def test_a_message_of_qt_keeps_its_english_alone(said, kept):
    assert without_persons(said) == kept


def test_the_log_stays_small_and_old_files_go(log):
    for _ in range(700):
        LOG.error("%s", "x" * 10_000)
    files = sorted(log.parent.glob("desk.log*"))
    assert len(files) == 5
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_a_program_that_dies_in_native_code_leaves_its_last_lines(tmp_path):
    dying = (
        "import faulthandler, sys, pathlib\n"
        "from app.desk.crash.log import DeskLog\n"
        "DeskLog(pathlib.Path(sys.argv[1])).begin()\n"
        "faulthandler._sigsegv()\n"
    )
    subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False, timeout=30, capture_output=True)
    assert "Segmentation fault" in (tmp_path / "faults.log").read_text("utf-8")


def test_practice_keeps_no_log(tmp_path):
    kept = DeskLog(None)
    kept.begin()
    LOG.error("unexpected")
    kept.end()
    assert list(tmp_path.iterdir()) == []
