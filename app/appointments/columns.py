"""Which column of a clinic's file holds what: our fields, the headings usual in Japan, and a guess by them."""

import hashlib
import unicodedata
from collections.abc import Mapping

FIELD_WORDS = {
    "on": "予約日",
    "at": "時刻",
    "chart_number": "患者番号",
    "name": "氏名",
    "kana": "カナ",
    "birth": "生年月日",
    "insurer": "保険者番号",
    "symbol": "記号",
    "number": "番号",
    "branch": "枝番",
}
"""Our fields in the order of a reception list. birth: the full date, or month and day beside a branch (R6)."""
NEEDED = ("insurer", "number", "birth")
"""Without a column for each of these nothing can be asked."""

_HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("on", "visit_on", "予約日", "来院日", "来院予定日", "受診日", "受診予定日", "診療日", "診察日", "年月日",
           "日付", "予約日時", "確認日"),
    "at": ("at", "time", "時刻", "時間", "予約時刻", "予約時間", "来院時刻", "開始時刻", "予約日時"),
    "chart_number": ("chart_number", "患者番号", "カルテ番号", "患者id", "カルテno", "診察券番号", "患者no",
                     "患者コード", "診察券no", "照会番号"),
    "name": ("name", "氏名", "患者氏名", "患者名", "名前", "漢字氏名", "氏名漢字", "患者漢字氏名"),
    "kana": ("kana", "カナ", "かな", "カナ氏名", "氏名カナ", "フリガナ", "ふりがな", "患者カナ氏名", "患者氏名カナ",
             "カナ名", "患者カナ", "よみ", "読み"),
    "birth": ("birth", "birth_on", "month_day", "生年月日", "誕生日", "患者生年月日", "生年月日西暦", "生年月日和暦",
              "生月日"),
    "insurer": ("insurer", "insurer_number", "保険者番号", "保険者no", "保険者", "保番"),
    "symbol": ("symbol", "記号", "被保険者証記号", "保険証記号", "被保険者記号", "保険記号", "資格確認書記号",
               "被保険者証等記号"),
    "number": ("number", "番号", "被保険者証番号", "保険証番号", "被保険者番号", "保険番号", "資格確認書番号",
               "被保険者証等番号"),
    "branch": ("branch", "枝番", "枝番号", "被保険者証枝番", "保険証枝番", "被保険者証等枝番"),
}  # fmt: skip
_PUNCTUATION = str.maketrans("", "", "　 ・･（）()「」【】[]〔〕:：*＊.．の")


def guessed_mapping(header: tuple[str, ...]) -> dict[str, str]:
    """Field to column name, for the headings that are known; the first of two columns counts."""
    by_key = {_key(name): name for name in reversed(header)}
    found = {}
    for field, headings in _HEADINGS.items():
        known = next((by_key[key] for key in map(_key, headings) if key in by_key), None)
        if known is not None:
            found[field] = known
    return found


def is_known_heading(name: str) -> bool:
    return _key(name) in _KNOWN


def fitting_mapping(mapping: Mapping[str, str], header: tuple[str, ...]) -> dict[str, str]:
    """What of the mapping names our fields and columns of this header."""
    return {field: name for field, name in mapping.items() if field in FIELD_WORDS and name in header}


def missing_fields(mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that are needed and have no column yet."""
    return tuple(field for field in NEEDED if field not in mapping)


def header_key(header: tuple[str, ...]) -> str:
    """Names a header, so that its mapping is found again: 64 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()


def _key(heading: str) -> str:
    """Widths, blanks, dots and brackets make no other heading."""
    return unicodedata.normalize("NFKC", heading).translate(_PUNCTUATION).casefold()


_KNOWN = frozenset(_key(heading) for headings in _HEADINGS.values() for heading in headings)
