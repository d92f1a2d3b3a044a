"""`python -m app.adapters.card_reader.soft_card` lays a card on the virtual reader until it is stopped."""

import signal
import subprocess
import sys
from pathlib import Path

from app.eligibility.card import Presence
from tests.adapters.card_reader.cards import invented_card
from tests.adapters.card_reader.conftest import Counter
from tests.card_service import CardService

COMMAND = [sys.executable, "-m", "app.adapters.card_reader.soft_card"]


def test_a_card_of_a_file_lies_there_until_stopped(
    pcsc_counter: Counter, card_service: CardService, tmp_path: Path
) -> None:
    file = tmp_path / "card.json"
    file.write_text(invented_card().model_dump_json(), encoding="utf-8")
    command = [*COMMAND, "--file", str(file), "--port", str(card_service.ports[0])]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            status = pcsc_counter.seen.reader(pcsc_counter.name, lambda each: each.presence is Presence.CARD)
            assert pcsc_counter.readers.read(status).certificate == invented_card().authentication_certificate
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        finally:
            process.kill()
    pcsc_counter.seen.reader(pcsc_counter.name, lambda each: each.presence is Presence.EMPTY)


def test_a_file_that_is_no_card_is_named_without_its_content(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    file.write_text('{"pin": "8642"}', encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "--file", str(file)], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert str(file) in done.stderr and "8642" not in done.stderr.replace(str(file), "")
