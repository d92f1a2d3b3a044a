"""Branches (枝番): two digits that tell the members of one symbol and number apart, each given once for ever (R1)."""

from collections.abc import Sequence
from datetime import datetime

from app.central.problems import Refused
from app.central.registry.load import take_ids
from app.central.storage.database import Transaction
from app.contract.problem import ProblemCode
from app.scheme.numbers import InsuredNumber

IN_ORDER = (*(f"{number:02}" for number in range(1, 100)), "00")
"""01 first: the outline's card of the insured person herself shows it."""

_TAKEN = """
    SELECT branch, member_ref FROM branch_given
    WHERE insurer_key = $1 AND symbol_key = $2 AND number_key = $3
    UNION
    SELECT branch, NULL FROM card_key
    WHERE insurer_key = $1 AND symbol_key = $2 AND number_key = $3 AND branch IS NOT NULL
"""


async def give_branches(
    tx: Transaction, household: InsuredNumber, member_refs: Sequence[str], now: datetime
) -> dict[str, str]:
    """A branch for each member, all or none; the same member_ref has the same branch for ever.

    household: symbol and number, without a branch. What any card of the register shows is taken too, whether its
    cover lasts or not. Raises: Refused (branch.not_given for 後期高齢, branch.exhausted).
    """
    if household.insurer.is_late_elderly:
        raise Refused(ProblemCode.BRANCH_NOT_GIVEN)
    await take_ids(tx, "period", 0)  # nobody registers a card with one of these branches meanwhile
    key = household.key
    rows = await tx.fetch(_TAKEN, *key)
    given = {row["member_ref"]: row["branch"] for row in rows if row["member_ref"] is not None}
    taken = {row["branch"] for row in rows}
    free = iter([branch for branch in IN_ORDER if branch not in taken])
    new = {}
    for member_ref in dict.fromkeys(member_refs):
        if member_ref not in given:
            branch = next(free, None)
            if branch is None:
                raise Refused(ProblemCode.BRANCH_EXHAUSTED)
            given[member_ref] = new[member_ref] = branch
    columns = ("insurer_key", "symbol_key", "number_key", "branch", "member_ref", "given_at")
    rows_given = [(*key, branch, member_ref, now) for member_ref, branch in new.items()]
    if rows_given:
        await tx.insert_many("branch_given", columns, rows_given)
    return {member_ref: given[member_ref] for member_ref in member_refs}
