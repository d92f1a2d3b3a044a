"""Finds the files of `resources/`, wherever the program stands.

In the source tree they lie beside `app/`; the wheel and the frozen program carry them inside the package. Both are real
folders, because Qt and the system's own programs want file names and not open streams.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    packed = _PACKAGE / "resources"
    return packed if packed.is_dir() else _PACKAGE.parent / "resources"


def asset(name: str) -> Path:
    """The file or folder of that name, with forward slashes: `asset("icons/madoguchi.svg")`.

    Raises: FileNotFoundError. A missing resource is a broken installation, not something a user can mend, so it is no
    `ClinicError`.
    """
    path = _root() / name
    if not path.exists():
        raise FileNotFoundError(f"resource is missing from this installation: {name}")
    return path
