"""Checkups: the newest year first, ranges beside, what lies outside told by sign, word and colour; below, one item."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QScrollArea, QVBoxLayout, QWidget

from app.desk.health_records import keys
from app.desk.health_records.checkups.page import CheckupsPage, most_serious
from app.desk.health_records.checkups.picture import TrendPicture
from app.desk.health_records.checkups.table import NAME, CheckupRows
from app.desk.theme import theme_in_force
from app.desk.widgets import Card, ElidedLabel, KeyButton, TableView, rule, text
from app.desk.widgets.buttons import click_by_key, key_words

_LIST_HEIGHT, _LEAST_NAME, _LEAST_YEAR = 110, 120, 100
"""In pixels at 100 %; a year is never narrower than a value with its mark."""
_MODES = QHeaderView.ResizeMode


class _Results(TableView):
    """The chosen item stays in sight when the room changes, since its picture stands below."""

    def sizeHint(self) -> QSize:
        """As high as it must be; it takes whatever more there is."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()
        self.scrollTo(self.currentIndex())

    def share_width(self) -> None:
        """Values come first, then a name, which stands in full over the picture; what has no room then is scrolled."""
        theme, header = theme_in_force(), self.horizontalHeader()
        name, ranges, *years = (
            max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in range(header.count())
        )
        room = self.viewport().width() - ranges
        least = min(name, theme.px(_LEAST_NAME))
        share = max((room - least) // max(len(years), 1), theme.px(_LEAST_YEAR))
        is_tight = sum(years) > room - least
        header.setMaximumSectionSize(share if is_tight else -1)
        fits = name + sum(years) <= room
        header.setStretchLastSection(fits)
        if sum(min(year, share) for year in years) > room - least:
            header.setSectionResizeMode(NAME, _MODES.Fixed)
            header.resizeSection(NAME, least)
        else:
            header.setSectionResizeMode(NAME, _MODES.ResizeToContents if fits else _MODES.Stretch)


class CheckupsPanel(Card):
    print_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: CheckupsPage | None = None
        self._source = text("", "caption", wrap=True)
        self._marks = text(
            self.tr("↑↓指導：保健指導判定値（基準の外）　　↑↑↓↓受診：受診勧奨判定値"), "caption", wrap=True
        )
        self._only_marked = QCheckBox(self.tr("基準の外だけ（{0}）").format(key_words(keys.ONLY_MARKED)))
        self._only_marked.toggled.connect(self._show_rows)
        click_by_key(self._only_marked, keys.ONLY_MARKED)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        self._withheld = text("", "caption", "caution", wrap=True)
        self._none = text(self.tr("登録された健診はありません。"), "lead", wrap=True)
        self._rows = CheckupRows(self)
        self._table = self._made_table()
        self._edge = rule()
        self._item = ElidedLabel("")
        self._item.setProperty("type", "heading")
        self._picture = TrendPicture()
        self._lay_out()

    def _made_table(self) -> _Results:
        table = _Results()
        table.setModel(self._rows)
        table.setAccessibleName(self.tr("健診の結果"))
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.horizontalHeader().setSectionResizeMode(_MODES.ResizeToContents)
        table.selectionModel().currentRowChanged.connect(self._row_chosen)
        return table

    def _lay_out(self) -> None:
        """All of it scrolls where the text is very large. The stretch takes room only where the table is away."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 12, 14, 10)
        tools = QHBoxLayout()
        tools.addWidget(self._marks, 1)
        tools.addWidget(self._only_marked)
        tools.addWidget(self._print, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._source)
        column.addLayout(tools)
        for part in (self._withheld, self._none):
            column.addWidget(part)
        column.addWidget(self._table, 3)
        column.addWidget(self._edge)
        column.addWidget(self._item)
        column.addWidget(self._picture, 2)
        column.addStretch(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.addWidget(scroll)

    def show_page(self, page: CheckupsPage | None, sex: str = "") -> None:
        """None: closed; nothing of it stays in a widget. sex: in words, of the ranges."""
        self._page = page
        self._rows.show_page(page, sex)
        self._source.setText(page.source if page is not None else "")
        is_marked = page is not None and page.is_marked
        self._marks.setVisible(is_marked)
        self._only_marked.setVisible(is_marked)
        withheld = "\n".join(page.withheld) if page is not None else ""
        self._withheld.setText(withheld)
        self._withheld.setVisible(bool(withheld))
        has_rows = page is not None and bool(page.lines)
        self._none.setVisible(page is not None and not has_rows)
        for part in (self._print, self._table, self._edge, self._item, self._picture):
            part.setVisible(has_rows)
        self._only_marked.blockSignals(True)
        self._only_marked.setChecked(False)
        self._only_marked.blockSignals(False)
        self._show_rows()

    def _show_rows(self) -> None:
        lines = self._page.lines if self._page is not None else ()
        if self._only_marked.isChecked():
            lines = tuple(line for line in lines if line.is_marked)
        self._rows.show_lines(lines)
        theme = theme_in_force()
        self._table.setMinimumHeight(theme.px(_LIST_HEIGHT))
        self._table.verticalHeader().setDefaultSectionSize(theme.plain_px + 22)
        self._table.share_width()
        if lines:
            self._table.selectRow(most_serious(lines))
        self._row_chosen(self._table.currentIndex())

    def _row_chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        line = self._rows.row_at(index.row())
        self._item.setText(self._rows.heading(line) if line is not None else "")
        self._picture.show_line(line)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
