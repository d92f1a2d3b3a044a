"""「報告を保存」: logs, versions and the shape of the home as one file, without persons, secrets or the ledger."""

import json
import os
import platform
import sys
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from app.adapters.central_client.connection_file import ConnectedTo, ConnectionFileDamaged
from app.errors import ClinicError
from app.settings import Settings


class ReportNotWritten(ClinicError):
    """The chosen place cannot be written to."""

    code = "report.not_written"


def write_report(settings: Settings, path: Path) -> None:
    """Whole or not at all. Logs hold codes, ids and places in the code, never what was typed or answered.

    Raises: ReportNotWritten.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as report:
            report.writestr("program.json", json.dumps(_program(settings), ensure_ascii=False, indent=1))
            for log in _logs(settings):
                report.write(log, f"logs/{log.name}")
        os.replace(unfinished, path)
    except OSError as cause:
        with suppress(OSError):  # on a full or vanished disk there may be nothing to tidy
            unfinished.unlink(missing_ok=True)
        raise ReportNotWritten from cause


def _program(settings: Settings) -> dict[str, object]:
    return {
        "python": sys.version,
        "system": platform.platform(),
        "practice": settings.practice,
        "connection": _connection(settings),
        "files": {each.name: each.stat().st_size for each in _files(settings)},
        "libraries": {each.name: each.version for each in distributions()},
    }


def _logs(settings: Settings) -> list[Path]:
    """Practice keeps none, and the home it names is not its own."""
    return [] if settings.practice else sorted(settings.logs.glob("*.log*"))


def _files(settings: Settings) -> list[Path]:
    return [] if settings.practice else sorted(each for each in settings.home.glob("*") if each.is_file())


def _connection(settings: Settings) -> str:
    """The service's address; its secret is in the keyring."""
    if settings.practice:
        return "practice"
    try:
        connected = ConnectedTo.load(settings.connection_file)
    except ConnectionFileDamaged as damaged:
        return damaged.code
    return connected.url if connected else "none"
