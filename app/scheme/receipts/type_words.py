"""レセプト種別 in words: the four digits of RE as people read them."""

from app.scheme.receipts.kinds import ReceiptKind

_SCHEMES = {"1": "医保・国保", "2": "公費単独", "3": "後期高齢"}
_WHOSE = ("本人", "未就学", "家族", "高齢", "高齢7割")
_CLASSES = "1234567890"
"""Of each two, the first is in hospital."""
_PARTS = 4


def type_words(receipt_type: str) -> str:
    """1112: 医保・国保 本人 入院外（1112）; what is no such code is shown as itself."""
    if len(receipt_type) != _PARTS or receipt_type[1] not in _SCHEMES or receipt_type[3] not in _CLASSES:
        return receipt_type
    whose, outside = divmod(_CLASSES.index(receipt_type[3]), 2)
    words = [_SCHEMES[receipt_type[1]], _WHOSE[whose]]
    if receipt_type[0] != ReceiptKind.PHARMACY.fee_table:
        words.append("入院外" if outside else "入院")
    return f"{' '.join(words)}（{receipt_type}）"
