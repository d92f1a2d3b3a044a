"""What can be wrong with a receipt file: each fault with its weight and its words, each complaint with its place."""

from enum import Enum, StrEnum
from typing import NamedTuple


class Weight(StrEnum):
    """file: the whole file is refused. receipt: this receipt comes back. warning: worth a look, goes through."""

    FILE = "file"
    RECEIPT = "receipt"
    WARNING = "warning"

    @property
    def rank(self) -> int:
        """0 the heaviest."""
        return list(Weight).index(self)


class Fault(Enum):
    """One kind of fault: stable code, weight, words."""

    # The file
    FILE_HEAD = ("file.head", Weight.FILE, "ファイルの先頭は医療機関情報のレコード1つだけです")
    FILE_FEE_TABLE = ("file.fee_table", Weight.FILE, "点数表がファイルの種類と合いません")
    FILE_EMPTY = ("file.empty", Weight.FILE, "レセプトが1件もありません")
    FILE_TRAILER_MISSING = ("file.trailer_missing", Weight.FILE, "末尾の請求書レコード（GO）がありません")
    FILE_TRAILER_NOT_LAST = (
        "file.trailer_not_last",
        Weight.FILE,
        "請求書レコード（GO）の後にレコードがあります",
    )
    FILE_CLAIMS = ("file.claims", Weight.FILE, "総件数がレセプトの件数の合計と合いません")
    FILE_POINTS = ("file.points", Weight.FILE, "総合計点数がレセプトの点数の合計と合いません")
    FILE_ITEM = ("file.item", Weight.FILE, "請求全体の項目に正しい値がありません")
    FILE_VOLUME = ("file.volume", Weight.WARNING, "最後のファイルではないと記録されています")
    FILE_LINE_END = ("file.line_end", Weight.WARNING, "行の終わりがほかの行と違います")
    FILE_LINE_FEED = ("file.line_feed", Weight.WARNING, "行の終わりは CR LF（0D 0A）です")
    FILE_ENCODING = ("file.encoding", Weight.WARNING, "文字コードは Shift_JIS です")
    FILE_LAST_LINE = ("file.last_line", Weight.WARNING, "最後の行が改行で終わっていません")
    FILE_INSTITUTION_DIGIT = (
        "file.institution_digit",
        Weight.WARNING,
        "医療機関コードの検証番号が合いません",
    )

    # Records
    RECORD_UNKNOWN = ("record.unknown", Weight.WARNING, "知らないレコードです。そのまま残します")
    RECORD_BLANK = ("record.blank", Weight.WARNING, "空の行です")
    RECORD_ORDER = ("record.order", Weight.RECEIPT, "レコードの順序が違います")
    RECORD_REPEATED = ("record.repeated", Weight.RECEIPT, "レコードが多すぎます")
    RECORD_MISSING = ("record.missing", Weight.RECEIPT, "必要なレコードがありません")
    RECORD_SHORT = ("record.short", Weight.WARNING, "項目が足りません")
    RECORD_LONG = ("record.long", Weight.WARNING, "項目が多すぎます")

    # Items
    ITEM_MISSING = ("item.missing", Weight.RECEIPT, "記録されていません")
    ITEM_MODE = ("item.mode", Weight.RECEIPT, "使えない種類の文字があります")
    ITEM_LENGTH = ("item.length", Weight.RECEIPT, "長さが違います")
    ITEM_LETTER = ("item.letter", Weight.RECEIPT, "レセプトに使えない文字があります")
    ITEM_BYTES = ("item.bytes", Weight.RECEIPT, "文字として読み取れません")
    ITEM_DATE = ("item.date", Weight.RECEIPT, "暦にない年月日です")
    ITEM_CODE = ("item.code", Weight.RECEIPT, "決められたコードではありません")

    # The person and the claim
    NUMBER_ORDER = ("receipt.number", Weight.RECEIPT, "レセプト番号が1からの連番ではありません")
    TYPE = ("receipt.type", Weight.RECEIPT, "レセプト種別がファイルの種類と合いません")
    TYPE_PAYERS = ("receipt.type_payers", Weight.WARNING, "レセプト種別の併用の数が公費の数と合いません")
    TYPE_SCHEME = ("receipt.type_scheme", Weight.WARNING, "レセプト種別の制度が保険者番号と合いません")
    MONTH_AHEAD = ("receipt.month_ahead", Weight.RECEIPT, "診療年月が請求年月より後です")
    BIRTH_AHEAD = ("receipt.birth_ahead", Weight.RECEIPT, "生年月日が診療年月より後です")
    KANA = ("receipt.kana", Weight.WARNING, "全角カタカナだけで、空白なしに記録します")
    INSTITUTION = ("receipt.institution", Weight.RECEIPT, "医療機関がファイルの先頭と違います")
    INSURER_FORM = ("receipt.insurer_form", Weight.RECEIPT, "保険者番号は8桁、国保は空白2つと6桁です")
    INSURER_DIGIT = ("receipt.insurer_digit", Weight.WARNING, "保険者番号の検証番号が合いません")
    PAYER_DIGIT = ("receipt.payer_digit", Weight.WARNING, "公費負担者番号の検証番号が合いません")

    # Days and points
    DAY_COLUMNS = ("days.columns", Weight.RECEIPT, "算定日の欄が31日分ありません")
    DAY_VALUE = ("days.value", Weight.RECEIPT, "算定日の回数は1から999までの数字です")
    DAY_OUTSIDE = ("days.outside", Weight.RECEIPT, "診療年月にない日です")
    DAY_TIMES = ("days.times", Weight.RECEIPT, "算定日の回数の合計が回数と合いません")
    DAY_PATTERN = ("days.pattern", Weight.RECEIPT, "同じ算定単位のなかで算定日が違います")
    UNIT_OPEN = ("unit.open", Weight.RECEIPT, "算定単位の最後に点数がありません")
    TOTAL_POINTS = ("total.points", Weight.RECEIPT, "点数と回数の積の合計が合計点数と合いません")
    TOTAL_DAYS = ("total.days", Weight.RECEIPT, "算定日の日数が実日数と合いません")
    PHARMACY_POINTS = (
        "total.pharmacy_points",
        Weight.WARNING,
        "調剤と基本料の点数の合計が合計点数と合いません",
    )
    PHARMACY_RECEPTIONS = ("total.receptions", Weight.WARNING, "処方箋の受付の数が受付回数と合いません")
    VISIT_CODE = ("visits.code", Weight.RECEIPT, "受診等区分は1、2、9のどれかです")
    VISIT_DISAGREES = (
        "visits.disagrees",
        Weight.WARNING,
        "受診日等（JD）が算定日と一致しないと記録されています",
    )
    VISIT_DIFFERS = ("visits.differs", Weight.WARNING, "受診日等（JD）と算定日が違います")

    def __init__(self, code: str, weight: Weight, words: str) -> None:
        self.code = code
        self.weight = weight
        self.words = words


class Complaint(NamedTuple):
    """A fault and its place; the value that stands there is never repeated.

    line: from 1, 0 for the file as a whole. record: its name, "" where there is none. item: the item's word, "" for the
    whole record. expected: what is expected there, in Japanese. receipt: where the receipt stands in the file, from 1;
    0 outside of receipts.
    """

    fault: Fault
    line: int
    record: str = ""
    item: str = ""
    expected: str = ""
    receipt: int = 0

    @property
    def code(self) -> str:
        return self.fault.code

    @property
    def weight(self) -> Weight:
        return self.fault.weight

    @property
    def words(self) -> str:
        """A sentence for people: what is wrong, then what is expected."""
        return f"{self.fault.words}。{f'正しくは {self.expected}。' if self.expected else ''}"


def by_weight(complaint: Complaint) -> tuple[int, int]:
    """Sort key: the heaviest first, then by line."""
    return complaint.weight.rank, complaint.line
