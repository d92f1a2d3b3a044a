"""`python -m tests.bench [--json FILE] [--quick] [--only PART …]`: every line of the design's goals that stands."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.figures import Figure, table


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the measurement itself")
    parser.add_argument(
        "--only", nargs="+", choices=_PARTS, default=list(_PARTS), metavar="PART", help=", ".join(_PARTS)
    )
    chosen = parser.parse_args(arguments)
    figures = [figure for part in chosen.only for figure in _PARTS[part](chosen.quick)]
    print(table(figures))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([each.as_dict() for each in figures], ensure_ascii=False, indent=1))
    return 0


def _start(quick: bool) -> list[Figure]:
    from tests.bench.start import start

    return start(500 if quick else 50_000, 2 if quick else 5)


def _answers(quick: bool) -> list[Figure]:
    from tests.bench.answers import card, typed
    from tests.bench.counter import measured_desk

    with measured_desk() as desk:
        return [typed(desk, 5 if quick else 30), card(desk, 3 if quick else 20)]


def _gap(quick: bool) -> list[Figure]:
    from tests.bench.start import window_gap

    return window_gap(1 if quick else 3, 200 if quick else 20_000, 100 if quick else 1_500)


def _search(quick: bool) -> list[Figure]:
    from tests.bench.search import search

    return [search(2_000 if quick else 200_000, 2 if quick else 20)]


def _central(quick: bool) -> list[Figure]:
    from tests.bench.central import central

    return central(quick)


def _review(quick: bool) -> list[Figure]:
    from tests.bench.review import review

    return review(quick)


def _history(quick: bool) -> list[Figure]:
    from tests.bench.history import opening

    return [opening(200 if quick else 2_000, 2 if quick else 20)]


def _claims(quick: bool) -> list[Figure]:
    from tests.bench.claims import claims

    return claims(quick)


_PARTS: dict[str, Callable[[bool], list[Figure]]] = {
    "start": _start,
    "answers": _answers,
    "gap": _gap,
    "search": _search,
    "central": _central,
    "review": _review,
    "claims": _claims,
    "history": _history,
}
"""Each imports what it needs: the service is measured without a desk, and the other way round."""


if __name__ == "__main__":
    sys.exit(main())
