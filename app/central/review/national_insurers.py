"""Which 国保 an address belongs to: master data, not law."""

import csv
from functools import cache

from app.assets import asset

_UNKNOWN_INSURER = ""


@cache
def national_insurers() -> tuple[tuple[str, str], ...]:
    """Address and number of each 国保, longest address first. Master data: resources/review/national_insurers.csv."""
    with asset("review/national_insurers.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["address"], row["insurer"]) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def national_insurer_of(address: str | None) -> str:
    """The 国保 of an address; "" where the master data has none."""
    held = address or ""
    return next(
        (insurer for begins, insurer in national_insurers() if held.startswith(begins)), _UNKNOWN_INSURER
    )
