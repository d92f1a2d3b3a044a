"""The three kinds of receipts a clinic, a dentist or a pharmacy sends."""

from enum import StrEnum


class ReceiptKind(StrEnum):
    """医科, 歯科 or 調剤: each has a file of its own and layouts of its own."""

    MEDICAL = "medical"
    DENTAL = "dental"
    PHARMACY = "pharmacy"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def header(self) -> str:
        """The record that opens the file."""
        return _HEADERS[self]

    @property
    def opening(self) -> str:
        """The record that opens each receipt: 歯科 repeats the institution before every RE."""
        return "IR" if self is ReceiptKind.DENTAL else "RE"

    @property
    def fee_table(self) -> str:
        """点数表: the digit that header and receipt type carry."""
        return _FEE_TABLES[self]

    @classmethod
    def of_header(cls, record_id: str) -> "ReceiptKind | None":
        """None for a record that opens no file we know."""
        return next((kind for kind, header in _HEADERS.items() if header == record_id), None)


_WORDS = {ReceiptKind.MEDICAL: "医科", ReceiptKind.DENTAL: "歯科", ReceiptKind.PHARMACY: "調剤"}
_HEADERS = {ReceiptKind.MEDICAL: "IR", ReceiptKind.DENTAL: "UK", ReceiptKind.PHARMACY: "YK"}
_FEE_TABLES = {ReceiptKind.MEDICAL: "1", ReceiptKind.DENTAL: "3", ReceiptKind.PHARMACY: "4"}
