"""`python -m app.adapters.card_reader.soft_card --file CARD.json`: a soft card on the virtual reader until stopped."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from pydantic import ValidationError

from app.adapters.card_reader.soft_card.chip import SoftCard
from app.adapters.card_reader.soft_card.vpcd import DEFAULT_PORT, LaidCard, VpcdUnreachable
from app.contract.soft_card import SoftCardFile


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 when stopped, 2 for a bad file, 7 where no vpcd listens."""
    options = _options(arguments)
    try:
        file = SoftCardFile.model_validate_json(options.file.read_bytes())
    except (OSError, ValidationError) as bad:
        print(f"{options.file}: {bad}", file=sys.stderr)
        return 2
    stopped = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    try:
        laid = LaidCard(SoftCard(file, delay_s=options.delay_ms / 1000), options.port)
    except VpcdUnreachable:
        print(f"no vpcd on port {options.port}: is pcscd running?", file=sys.stderr)
        return 7
    print(f"{file.label} lies on port {options.port}; stop with Ctrl+C", file=sys.stderr, flush=True)
    stopped.wait()
    laid.take_off()
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m app.adapters.card_reader.soft_card",
        description="Lays a soft My Number card into vpcd until stopped.",
    )
    parser.add_argument("--file", type=Path, required=True, metavar="CARD.json")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="of the slot; default %(default)s")
    parser.add_argument("--delay-ms", type=float, default=0.0, help="time that each command takes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
