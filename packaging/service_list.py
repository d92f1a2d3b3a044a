"""The part of the locked list that the service needs: `service_list.py requirements-run.txt`, on standard output.

One list is locked for desk and service together; the container leaves out what the desk alone uses (Qt among it,
and packages that would have to be compiled).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

DESK_ALONE = frozenset(
    {
        "argon2-cffi",
        "argon2-cffi-bindings",
        "backports-tarfile",
        "click-default-group",
        "jaraco-classes",
        "jaraco-context",
        "jaraco-functools",
        "jeepney",
        "keyring",
        "more-itertools",
        "pluggy",
        "pyscard",
        "pyside6-essentials",
        "python-dateutil",
        "pywin32-ctypes",
        "secretstorage",
        "shiboken6",
        "sqlcipher3",
        "sqlite-fts4",
        "sqlite-utils",
        "tabulate",
    }
)
_ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==.*(?:\n[ \t].*)*", re.MULTILINE)


def entries(locked: str) -> Iterator[tuple[str, str]]:
    """Name and whole entry, hashes included, of a list written by `dev.py lock`."""
    for found in _ENTRY.finditer(locked):
        yield found["name"], found[0]


def service_list(locked: str) -> str:
    return "\n".join(entry for name, entry in entries(locked) if name not in DESK_ALONE) + "\n"


if __name__ == "__main__":
    sys.stdout.write(service_list(Path(sys.argv[1]).read_text(encoding="ascii")))
