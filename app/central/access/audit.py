"""Who asked what of the service, beside the checks, which have a record of their own. No names, no numbers."""

from datetime import datetime

from app.central.storage.database import Transaction

DONE = "done"
"""The outcome of what was not refused; a refusal's outcome is its problem code."""


async def note_access(
    tx: Transaction, at: datetime, caller: str, action: str, outcome: str, detail: str = ""
) -> None:
    """caller: an institution's code or an insurer's number. action: method and route. detail: counts only."""
    await tx.execute(
        "INSERT INTO access_audit (at, caller, action, outcome, detail) VALUES ($1, $2, $3, $4, $5)",
        *(at, caller, action, outcome, detail),
    )
