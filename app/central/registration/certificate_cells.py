"""The cells of one certificate (証), read together: which class and ratio go with which kind (R8)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.central.registration.reasons import Reason
from app.central.registration.row import Cleared
from app.scheme.certificates import (
    CLASS_WORDS,
    DISEASE_WORDS,
    ELDERLY,
    KIND_WORDS,
    LIMIT_KINDS,
    MEALS,
    SPECIFIC_DISEASE,
    EntitlementCertificate,
)

_RATIOS = {"10": 10, "20": 20, "30": 30}
_CLASS = re.compile(r"[A-Z][0-9]{2}")
"""Classes are an open set: those to come keep this form."""

Complain = Callable[[str, Reason], None]


class ToldCertificate(NamedTuple):
    """of_the_cover: the share of 後期高齢, which stands on the cover itself, in percent."""

    certificate: EntitlementCertificate | None
    of_the_cover: int | None


@dataclass(frozen=True, slots=True)
class CertificateCells:
    kind: str | None
    class_code: str | None
    ratio: str | None
    valid_from: date | None
    valid_until: date | Cleared | None
    is_late_elderly: bool

    def read(self, complain: Complain, warn: Complain) -> ToldCertificate:
        """A certificate is told whole: an empty certificate_to is open. One that is taken back is only named."""
        ratio = _RATIOS.get(self.ratio) if self.ratio is not None else None
        if self.ratio is not None and ratio is None:
            complain("certificate_ratio", Reason.CERTIFICATE_RATIO)
        if self.kind is None:
            return self._without_kind(ratio, complain)
        if self.kind not in KIND_WORDS:
            complain("certificate_kind", Reason.CERTIFICATE_KIND)
            return ToldCertificate(None, None)
        if isinstance(self.valid_until, Cleared):
            return self._taken_back(self.kind, complain)
        self._check_class(self.kind, complain, warn)
        if self.kind == ELDERLY and self.ratio is None:
            complain("certificate_ratio", Reason.MISSING)
        if self.kind != ELDERLY and self.ratio is not None:
            complain("certificate_ratio", Reason.CERTIFICATE_RATIO)
        if self.valid_from is None:
            complain("certificate_from", Reason.MISSING)
            return ToldCertificate(None, None)
        if self.valid_until is not None and self.valid_until < self.valid_from:
            complain("certificate_to", Reason.CERTIFICATE_DAYS)
        told = EntitlementCertificate(self.kind, self.class_code, ratio, self.valid_from, self.valid_until)
        return ToldCertificate(told, None)

    def _taken_back(self, kind: str, complain: Complain) -> ToldCertificate:
        """As void as a period that was lost on the day of its acquisition."""
        if kind == SPECIFIC_DISEASE and self.class_code is None:
            complain("certificate_class", Reason.MISSING)  # several may stand side by side
        if self.valid_from is None:
            complain("certificate_from", Reason.MISSING)
            return ToldCertificate(None, None)
        void = EntitlementCertificate(
            kind, self.class_code, None, self.valid_from, self.valid_from - timedelta(days=1)
        )
        return ToldCertificate(void, None)

    def _without_kind(self, ratio: int | None, complain: Complain) -> ToldCertificate:
        if self.class_code or self.valid_from or self.valid_until or (ratio and not self.is_late_elderly):
            complain("certificate_kind", Reason.MISSING)
        return ToldCertificate(None, ratio)

    def _check_class(self, kind: str, complain: Complain, warn: Complain) -> None:
        told = self.class_code
        if told is None:
            if kind == SPECIFIC_DISEASE or kind in LIMIT_KINDS - {MEALS}:
                complain("certificate_class", Reason.MISSING)
        elif kind == SPECIFIC_DISEASE:
            if told not in DISEASE_WORDS:
                complain("certificate_class", Reason.CERTIFICATE_CLASS)
        elif kind == ELDERLY or not _CLASS.fullmatch(told):
            complain("certificate_class", Reason.CERTIFICATE_CLASS)
        elif told not in CLASS_WORDS:
            warn("certificate_class", Reason.CERTIFICATE_CLASS_NEW)
