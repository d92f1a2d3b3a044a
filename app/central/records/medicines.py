"""The price master: medicines by the code of receipts, with prices by date."""

from collections.abc import Iterable

from app.central.storage.database import Row, Statements, Transaction
from app.central.storage.lists import in_parts, listed
from app.contract.records import MedicineReply
from app.scheme.medicines import MedicineEntry, class_name, class_of, general_name, generic_group

_MEDICINE = """
    INSERT INTO medicine (receipt_code, code, generic_group, name, ingredient, unit, form, is_generic, ended_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (receipt_code) DO UPDATE SET code = excluded.code, generic_group = excluded.generic_group,
        name = excluded.name, ingredient = excluded.ingredient, unit = excluded.unit, form = excluded.form,
        is_generic = excluded.is_generic, ended_on = excluded.ended_on
"""
_PRICE = """
    INSERT INTO medicine_price (receipt_code, valid_from, price) VALUES ($1, $2, $3)
    ON CONFLICT (receipt_code, valid_from) DO UPDATE SET price = excluded.price
"""


async def enter_medicines(tx: Transaction, entries: Iterable[MedicineEntry]) -> int:
    """Each new or as it is now; prices of other days stay. How many there were."""
    held = list(entries)
    await tx.execute_many(_MEDICINE, (_row(each) for each in held))
    await tx.execute_many(_PRICE, ((each.receipt_code, each.valid_from, str(each.price)) for each in held))
    await _name_ingredients(tx, {generic_group(each.code) for each in held if not each.ingredient})
    return len(held)


def _row(entry: MedicineEntry) -> tuple[object, ...]:
    return (
        *(entry.receipt_code, entry.code, generic_group(entry.code), entry.name, entry.ingredient),
        *(entry.unit, entry.form.value, entry.is_generic, entry.ended_on),
    )


async def _name_ingredients(tx: Statements, groups: set[str]) -> None:
    """The official master has no column for it: the group's generics are named by ingredient, form and strength."""
    for part in in_parts(sorted(groups - {""})):
        rows = await tx.fetch(
            "SELECT generic_group, name FROM medicine"
            f" WHERE is_generic AND generic_group IN {listed(len(part))} ORDER BY name",
            *part,
        )
        named: dict[str, str] = {}
        for row in rows:
            name = general_name(row["name"])
            if name and len(name) < len(named.get(row["generic_group"], name + "-")):
                named[row["generic_group"]] = name
        for group, name in named.items():
            await tx.execute("UPDATE medicine SET ingredient = $2 WHERE generic_group = $1", group, name)


def medicine_told(row: Row) -> MedicineReply:
    """What the master lacks is told by its number on the receipt."""
    if row["name"] is None:
        return MedicineReply(
            code="",
            name=f"医薬品コード{row['receipt_code']}",
            ingredient="",
            class_code="",
            class_name="",
            unit="",
            is_generic=False,
        )
    class_code = class_of(row["code"])
    return MedicineReply(
        code=row["code"],
        name=row["name"],
        ingredient=row["ingredient"],
        class_code=class_code,
        class_name=class_name(class_code),
        unit=row["unit"],
        is_generic=bool(row["is_generic"]),
    )
