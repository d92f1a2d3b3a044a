"""The two agencies that review claims and settle them (審査支払機関), and which one a payer's receipts go to (R14)."""

from enum import StrEnum

from app.scheme.numbers import InsurerNumber


class ReviewAgency(StrEnum):
    """As a file's heading names it; each has a file of its own a month."""

    FUND = "1"
    FEDERATION = "2"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def other(self) -> "ReviewAgency":
        return ReviewAgency.FEDERATION if self is ReviewAgency.FUND else ReviewAgency.FUND


_WORDS = {ReviewAgency.FUND: "支払基金", ReviewAgency.FEDERATION: "国保連"}
_OF_FEDERATION = frozenset({"00", "39", "67"})
"""法別番号 of 国保, 後期高齢 and 退職国保."""


def agency_of(insurer: InsurerNumber) -> ReviewAgency:
    return ReviewAgency.FEDERATION if insurer.law in _OF_FEDERATION else ReviewAgency.FUND
