"""What every test shares: the size it runs at, no silent skips in CI, no thread left behind, no window on a screen."""

import gc
import os
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.desk.collector import collect_what_is_due

# Journeys run under a real display; whoever starts them says so first (packaging/dev.py).
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.card_service"]

Amount = TypeVar("Amount")
IN_CI = os.environ.get("CI", "").lower() == "true"
JOURNEYS_READY = "MADOGUCHI_JOURNEYS"
_GRACE_S = 2.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run at the sizes the issues state")


def pytest_configure() -> None:
    """What a test with windows leaves in circles, a service's thread in a later test must not take apart."""
    gc.disable()


def pytest_runtest_logfinish() -> None:
    """Qt takes windows apart in its own order; Python may free a layout's item that is freed already."""
    windows = QApplication.topLevelWidgets()
    for window in windows:
        window.deleteLater()
    if windows:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    collect_what_is_due()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves `full` tests out of a reduced run, and lets a journey say what it lacks when started by hand."""
    if not config.getoption("--full"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]
    if JOURNEYS_READY not in os.environ:
        lacking = pytest.mark.skip(reason="journeys need what `packaging/dev.py test` starts around them")
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(lacking)


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _skip_is_failure((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _skip_is_failure((yield))


def _skip_is_failure(report: Report) -> Report:
    """Where everything was installed for it, a test that cannot run has failed."""
    if IN_CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI counts as a failure: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Callable[[Amount, Amount], Amount]:
    """`size(300, 50_000)`: the first amount every day, the second with `--full`."""
    full: bool = request.config.getoption("--full")

    def choose(reduced: Amount, stated: Amount) -> Amount:
        return stated if full else reduced

    return choose


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's cache for all tests: the town's keys are slow to make."""
    return tmp_path_factory.mktemp("cache")


def _running() -> set[threading.Thread]:
    """Threads started through `threading`; Qt's own show up as dummies once they have called Python."""
    return {
        thread
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread) and not thread.name.startswith("pytest_timeout")
    }


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """A thread that outlives its test works on data that is gone, and fails somebody else's test."""
    before = _running()
    yield
    deadline = time.monotonic() + _GRACE_S
    while (left := _running() - before) and time.monotonic() < deadline:
        for thread in left:
            thread.join(timeout=0.05)
    assert not left, f"threads left behind: {sorted(thread.name for thread in left)}"
