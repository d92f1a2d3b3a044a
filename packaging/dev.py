#!/usr/bin/env python3
"""Everything one does with the sources, in one command; needs nothing but Python 3.11.

The first call installs what is missing: on Debian the system's packages by apt (as root; otherwise it prints the line
to run), everywhere a `.venv` from the locked lists in this folder. Later calls only look at a stamp.

Releases: raise the version in pyproject.toml, `lock --upgrade`, `test --full`, then `build` once on each system; the
folder and the wheel in `dist/` are what is handed out.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

if sys.version_info < (3, 11):  # noqa: UP036 - the reader may have any
    sys.exit("Madoguchi needs Python 3.11 or newer.")

import debian
import environment
import session
from environment import PYTHON, ROOT

_ON_CARD_SERVICE = ["tests/adapters/card_reader", "tests/test_card_service.py"]
"""One after another: the PC/SC service asks a card for a sign of life every 0.4 s and takes a late one for gone."""
_ON_EVERY_CORE = ["-n", "auto", *(f"--ignore={path}" for path in _ON_CARD_SERVICE)]
_CHECK_WITHIN_S = 180


def _call(*arguments: str, env: dict[str, str] | None = None, timeout_s: float | None = None) -> int:
    """Runs the environment's Python in the source tree; its output is ours."""
    sys.stdout.flush()
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=env, timeout=timeout_s).returncode
    except subprocess.TimeoutExpired:
        print(f"ended after {timeout_s:.0f} s without an answer", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _prepare_run() -> None:
    debian.install_missing(debian.RUN)
    environment.prepare("run")


def _prepare_test() -> None:
    debian.install_missing(debian.TEST)
    environment.prepare("test")


def run(options: argparse.Namespace) -> int:
    if not options.check:
        if not session.has_display():
            print(
                "There is no display here. `run --check` starts the desk on a virtual one.", file=sys.stderr
            )
            return 1
        _prepare_run()
        return _call("-m", "app", "--practice")
    if not session.has_display():
        debian.install_missing([*debian.RUN, *debian.VIRTUAL_DISPLAY])
    _prepare_run()
    picture = Path(options.check).resolve()
    picture.parent.mkdir(parents=True, exist_ok=True)
    command = ["-m", "app", "--practice", "--check", str(picture)]
    if session.has_display():
        return _call(*command, timeout_s=_CHECK_WITHIN_S)
    with session.virtual_display(dict(os.environ)) as display:
        return _call(*command, env=display, timeout_s=_CHECK_WITHIN_S)


def _static(*, write: bool) -> list[tuple[str, list[str]]]:
    return [
        ("format", ["-m", "ruff", "format", "--quiet", *([] if write else ["--diff"]), "."]),
        ("lint", ["-m", "ruff", "check", "--quiet", "."]),
        ("types", ["-m", "mypy", "--no-error-summary"]),
    ]


def _steps(steps: list[tuple[str, list[str]]], env: dict[str, str] | None = None) -> list[str]:
    failed = []
    for name, command in steps:
        print(f"── {name}", flush=True)
        if _call(*command, env=env) != 0:
            failed.append(name)
    return failed


def _verdict(failed: list[str]) -> int:
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _fast_tests(*how: str) -> list[tuple[str, list[str]]]:
    usual = ["-m", "pytest", "-m", "not journey", *how]
    return [
        ("fast tests", [*usual, *_ON_EVERY_CORE]),
        ("tests on the card service", [*usual, *_ON_CARD_SERVICE]),
    ]


def check(options: argparse.Namespace) -> int:
    _prepare_test()
    return _verdict(_steps([*_static(write=True), *_fast_tests("-q")]))


def test(options: argparse.Namespace) -> int:
    _prepare_test()
    full = ["--full"] if options.full else []
    fast, on_card_service = _fast_tests(*full)
    failed = _steps([*_static(write=False), fast])
    with tempfile.TemporaryDirectory(prefix="built-") as folder, _building(Path(folder)):
        failed += _steps([on_card_service])
        with session.desktop() as desktop:
            journeys = [("journeys", ["-m", "pytest", "-m", "journey", *full])]
            failed += _steps(journeys, env={**desktop, "MADOGUCHI_JOURNEYS": "1", "MADOGUCHI_BUILT": folder})
    return _verdict(failed)


@contextmanager
def _building(folder: Path) -> Iterator[None]:
    """The frozen program is made beside the tests on the card service, which wait more than they work."""
    command = [str(PYTHON), __file__, "build", "--out", str(folder)]
    with (folder / "build.log").open("wb") as log:
        making = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    ended = Thread(target=lambda: (folder / "build.exit").write_text(str(making.wait()), encoding="ascii"))
    ended.start()
    try:
        yield
    finally:
        making.terminate()
        ended.join()


def bench(options: argparse.Namespace) -> int:
    _prepare_test()
    with session.desktop() as desktop:
        chosen = ["--quick"] if options.quick else []
        chosen += ["--json", options.json] if options.json else []
        chosen += ["--only", *options.only] if options.only else []
        return _call("-m", "tests.bench", *chosen, env=desktop)


def shots(options: argparse.Namespace) -> int:
    _prepare_test()
    with session.desktop() as desktop:
        readme = ["--readme"] if options.readme else []
        return _call("-m", "tests.shots", "--out", options.out, *readme, env=desktop)


def card(options: argparse.Namespace) -> int:
    """The town's keys are kept per user, so a service filled from the same account today knows this card."""
    _prepare_run()
    with tempfile.TemporaryDirectory(prefix="cards-") as folder:
        database = f"sqlite:///{Path(folder, 'town.sqlite3').as_posix()}"
        town = [str(PYTHON), "-m", "app.central", "town", "--database", database, "--cards", folder]
        made = subprocess.run(town, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if made.returncode != 0:
            print(made.stderr, file=sys.stderr)
            return made.returncode
        file = Path(folder, f"{options.case}.json")
        if not file.exists():
            print(f"the town has no card {options.case!r}; it has: {_names(Path(folder))}", file=sys.stderr)
            return 2
        laying = [
            "-m",
            "app.adapters.card_reader.soft_card",
            "--file",
            str(file),
            "--port",
            str(options.port),
        ]
        return _call(*laying)


def _names(folder: Path) -> str:
    return ", ".join(sorted(path.stem for path in folder.glob("*.json")))


def build(options: argparse.Namespace) -> int:
    _prepare_test()
    out = str(Path(options.out).resolve())
    wheel = ["-m", "build", "--wheel", "--no-isolation", "--outdir", out]
    freeze = ["-m", "PyInstaller", "packaging/madoguchi.spec", "--noconfirm", "--log-level", "WARN"]
    freeze += ["--distpath", out, "--workpath", str(ROOT / ".build")]
    return _verdict(_steps([("wheel", wheel), ("frozen program", freeze)]))


def lock(options: argparse.Namespace) -> int:
    environment.lock(options.upgrade)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(work: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(work.__name__, help=words, description=words)
        added.set_defaults(work=work)
        return added

    words = "open the desk in practice mode"
    one = command(run, words)
    shown = "lay a practice card on the reader, wait for the answer, save the window to FILE (.check/valid.png), end"
    one.add_argument(
        "--check", metavar="FILE", nargs="?", const=str(ROOT / ".check" / "valid.png"), help=shown
    )
    command(test, "every test, the journeys in a session of their own").add_argument(
        "--full", action="store_true", help="at the sizes the issues state"
    )
    command(check, "format, lint, types and the fast tests, the import rules among them")
    one = command(bench, "the measurements beside their bare figures")
    one.add_argument("--json", metavar="FILE", help="write the figures there as well")
    one.add_argument("--quick", action="store_true", help="small sizes, to try the measurements themselves")
    one.add_argument("--only", nargs="+", metavar="PART", help="such as start, answers, central, review")
    pictures = command(shots, "pictures of each screen and outcome at 100 %%, 150 %% and in the dark")
    pictures.add_argument("--out", metavar="FOLDER", default=str(ROOT / ".shots"))
    pictures.add_argument(
        "--readme", action="store_true", help="only the README's, into resources/screenshots"
    )
    one = command(card, "lay a soft card of the practice town into vpcd until stopped")
    one.add_argument(
        "--case", required=True, metavar="NAME", help="as in `python -m app.central town --list`"
    )
    one.add_argument("--port", type=int, default=35963)
    command(build, "the wheel and the frozen program").add_argument(
        "--out", metavar="FOLDER", default=str(ROOT / "dist")
    )
    command(lock, "write the locked lists anew from pyproject.toml").add_argument(
        "--upgrade", action="store_true"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started here is ended on the way out
    work: Callable[[argparse.Namespace], int] = options.work
    return work(options)


if __name__ == "__main__":
    sys.exit(main())
