"""The town's price master: real ingredients, invented names and prices. Data in `resources/town/medicines.csv`."""

import csv
from datetime import date
from decimal import Decimal
from functools import cache

from app.assets import asset
from app.scheme.medicines import MedicineEntry
from app.scheme.receipts.medicines import MedicineForm

_SINCE = date(2018, 4, 1)


@cache
def town_medicines() -> tuple[MedicineEntry, ...]:
    with asset("town/medicines.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            MedicineEntry(
                receipt_code=row["receipt_code"],
                code=row["code"],
                name=row["name"],
                ingredient=row["ingredient"],
                unit=row["unit"],
                form=MedicineForm(row["form"]),
                is_generic=row["generic"] == "1",
                price=Decimal(row["price"]),
                valid_from=_SINCE,
                ended_on=None,
            )
            for row in csv.DictReader(file)
        )
