"""The lists of a month as Qt sees them. Of twenty thousand receipts the model holds those that were looked at."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt

from app.claims.ports import PayerSum, ReceiptRow
from app.desk.claims.month.looking import AT_ONCE
from app.desk.claims.month.state import Rows
from app.desk.claims.words import (
    PREDICTION_TONES,
    WEIGHT_TONES,
    WEIGHT_WORDS,
    complaint_place,
    payer_words,
    prediction_words,
    reason_of_row_words,
    result_words,
)
from app.desk.widgets.labels import SIGNS
from app.desk.widgets.rows import FIGURES_STAND, HeadedRows, Index
from app.desk.widgets.tone_badges import TONE
from app.scheme.receipts.complaints import Complaint

NUMBER, NAME, PREDICTION, POINTS, PAYER, REASON, RESULT = range(7)
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class ReceiptRows(HeadedRows[ReceiptRow]):
    """Rows come by the hundred when the list scrolls to them. wanted: asked for the rows from there on."""

    _figures = frozenset({NUMBER, POINTS})

    def __init__(self, wanted: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(
            map(self.tr, ("番号", "氏名", "事前確認", "点数", "保険者", "理由", "審査の結果"))
        )
        self._wanted = wanted
        self._listing = -1
        self._is_sent = False
        self._total = 0
        self._held: dict[int, ReceiptRow] = {}
        self._asked: set[int] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._total

    def show_rows(self, shown: Rows, is_sent: bool = False) -> bool:
        """Whether it is another list than before."""
        anew = shown.listing != self._listing
        if is_sent != self._is_sent:
            self._is_sent, self._held = is_sent, {}
        rows = dict(enumerate(shown.rows, start=shown.start))
        if anew:
            same = shown.total == self._total and rows.items() <= self._held.items()
            self._listing, self._asked = shown.listing, {shown.start // AT_ONCE}
            if same and len(self._held) == len(rows):
                return False
            self.beginResetModel()
            self._total, self._held = shown.total, rows
            self.endResetModel()
        elif rows and not rows.items() <= self._held.items():
            self._held |= rows
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(self._headers) - 1))
        return anew

    def row_at(self, row: int) -> ReceiptRow | None:
        return self._held.get(row)

    def row_of(self, place: int) -> int:
        """-1 for a receipt that is not among the rows held."""
        return next((row for row, each in self._held.items() if each.place == place), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._held.get(index.row())
        if row is None:
            self._ask(index.row() // AT_ONCE)
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME else None
        if role == TONE:
            return PREDICTION_TONES[row.prediction] if row.prediction is not None else "neutral"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._figures:
            return FIGURES_STAND
        return self._words(row, index.column()) if role in _WORDS else None

    def _ask(self, block: int) -> None:
        if block not in self._asked:
            self._asked.add(block)
            self._wanted(block * AT_ONCE)

    def _words(self, row: ReceiptRow, column: int) -> str:
        match column:
            case 0:
                return row.number
            case 1:
                return row.name
            case 2:
                words = prediction_words(row)
                return f"{SIGNS[PREDICTION_TONES[row.prediction]]} {words}" if row.prediction else ""
            case 3:
                return f"{row.points:,}"
            case 4:
                return payer_words(row)
            case 5:
                marks = [self.tr("修正 {0}").format(row.fixed)] if row.fixed else []
                marks += [self.tr("違い {0}").format(row.open_fixes)] if row.open_fixes else []
                return "　".join([*marks, reason_of_row_words(row, self._is_sent)])
            case _:
                return result_words(row)


class ComplaintRows(HeadedRows[Complaint]):
    """The heaviest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (self.tr("重さ"), self.tr("番号"), self.tr("ところ"), self.tr("内容"))

    def show_complaints(self, complaints: tuple[Complaint, ...]) -> None:
        if complaints != self._rows:
            self.beginResetModel()
            self._rows = complaints
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self._rows[index.row()]
        if role == TONE:
            return WEIGHT_TONES[found.weight]
        if role not in _WORDS:
            return None
        sign = SIGNS[WEIGHT_TONES[found.weight]]
        return (
            f"{sign} {WEIGHT_WORDS[found.weight]}",
            str(found.receipt or ""),
            complaint_place(found),
            found.words,
        )[index.column()]


class PayerRows(HeadedRows[PayerSum]):
    """Most points first."""

    _figures = frozenset({2, 3})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (self.tr("保険者番号"), self.tr("保険者"), self.tr("レセプト"), self.tr("点数"))

    def show_payers(self, payers: tuple[PayerSum, ...]) -> None:
        if payers != self._rows:
            self.beginResetModel()
            self._rows = payers
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        payer = self._rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._figures:
            return FIGURES_STAND
        if role not in _WORDS:
            return None
        number = payer.payer or self.tr("（番号なし）")
        return (number, payer.name, f"{payer.receipts:,}", f"{payer.points:,}")[index.column()]
