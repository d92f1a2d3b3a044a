"""`python -m tests.bench [--json FILE] [--quick]`: every line of the design's goals that this part has."""

import argparse
import json
import sys
from pathlib import Path

from tests.bench.answers import card, typed
from tests.bench.counter import measured_desk
from tests.bench.figures import Figure, table
from tests.bench.search import search
from tests.bench.start import start, window_gap


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the measurement itself")
    chosen = parser.parse_args(arguments)
    figures = _figures(chosen.quick)
    print(table(figures))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([each.as_dict() for each in figures], ensure_ascii=False, indent=1))
    return 0


def _figures(quick: bool) -> list[Figure]:
    figures = start(500 if quick else 50_000, 2 if quick else 5)
    with measured_desk() as desk:
        figures += [typed(desk, 5 if quick else 30), card(desk, 3 if quick else 20)]
    figures.append(window_gap(1 if quick else 3))
    figures.append(search(2_000 if quick else 200_000, 2 if quick else 20))
    return figures


if __name__ == "__main__":
    sys.exit(main())
