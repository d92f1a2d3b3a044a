"""Entitlement certificates (証) of insurers: an open, dated code set (R8). Unknown codes are shown as themselves."""

from dataclasses import dataclass
from datetime import date

ELDERLY = "elderly"
LIMIT = "limit"
LIMIT_AND_MEALS = "limit_and_meals"
MEALS = "meals"
SPECIFIC_DISEASE = "specific_disease"

KIND_WORDS = {
    ELDERLY: "高齢受給者証",
    LIMIT: "限度額適用認定証",
    LIMIT_AND_MEALS: "限度額適用・標準負担額減額認定証",
    MEALS: "標準負担額減額認定証",
    SPECIFIC_DISEASE: "特定疾病療養受療証",
}
LIMIT_KINDS = frozenset({LIMIT, LIMIT_AND_MEALS, MEALS})

CLASS_WORDS = {
    "A01": "ア",
    "A02": "イ",
    "A03": "ウ",
    "A04": "エ",
    "A05": "オ",
    "A06": "オ（境界層）",
    "B01": "現役並みⅢ",
    "B02": "現役並みⅡ",
    "B03": "現役並みⅠ",
    "B04": "一般",
    "B05": "低所得Ⅱ",
    "B06": "低所得Ⅰ",
    "B07": "低所得Ⅰ（老福）",
    "B08": "低所得Ⅰ（境界層）",
    "B09": "一般Ⅱ",
    "B10": "一般Ⅰ",
}
DISEASE_WORDS = {"1": "人工透析", "2": "血友病", "3": "HIV"}


@dataclass(frozen=True, slots=True)
class EntitlementCertificate:
    """One certificate of the insurer, which need not be carried on paper any more.

    kind: code, see KIND_WORDS. class_code: limit class (適用区分) or disease, None where the kind has none.
    ratio_percent: 10, 20 or 30 on an elderly recipient's certificate. valid_until is the last day; None is open.
    """

    kind: str
    class_code: str | None
    ratio_percent: int | None
    valid_from: date
    valid_until: date | None

    @property
    def is_void(self) -> bool:
        """Taken back: it ended before it began, and never was."""
        return self.valid_until is not None and self.valid_until < self.valid_from

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def kind_words(self) -> str:
        return KIND_WORDS.get(self.kind, self.kind)

    @property
    def class_words(self) -> str:
        """The class as clinics say it: "ウ"; empty where the kind has none."""
        words = DISEASE_WORDS if self.kind == SPECIFIC_DISEASE else CLASS_WORDS
        return words.get(self.class_code, self.class_code) if self.class_code else ""
