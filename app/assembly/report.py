"""「報告を保存」: logs, versions and the shape of the home as one file, without persons, secrets or the ledger."""

import json
import platform
import sys
from importlib.metadata import distributions
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from app.errors import ClinicError
from app.settings import Settings


class ReportNotWritten(ClinicError):
    """The chosen place cannot be written to."""

    code = "report.not_written"


def write_report(settings: Settings, path: Path) -> None:
    """Raises: ReportNotWritten. Logs hold codes, ids and places in the code, never what was typed or answered."""
    try:
        with ZipFile(path, "w", ZIP_DEFLATED) as report:
            report.writestr("program.json", json.dumps(_program(settings), ensure_ascii=False, indent=1))
            for log in sorted(settings.logs.glob("*.log*")):
                report.write(log, f"logs/{log.name}")
    except OSError as cause:
        raise ReportNotWritten from cause


def _program(settings: Settings) -> dict[str, object]:
    return {
        "python": sys.version,
        "system": platform.platform(),
        "practice": settings.practice,
        "files": {
            each.name: each.stat().st_size for each in sorted(settings.home.glob("*")) if each.is_file()
        },
        "libraries": {each.name: each.version for each in distributions()},
    }
