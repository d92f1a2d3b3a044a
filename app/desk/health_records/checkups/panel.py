"""Checkups: the newest year first, ranges beside, what lies outside told by sign, word and colour."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from app.desk.health_records.checkups.page import CheckupsPage
from app.desk.health_records.checkups.table import CheckupRows
from app.desk.theme import theme_in_force
from app.desk.widgets import Card, TableView, text


class CheckupsPanel(Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complete = text("", "caption", wrap=True)
        self._insurers = text("", "caption", wrap=True)
        self._marks = text(
            self.tr("↑↓指導：基準の外（保健指導判定値）　　↑↑↓↓受診：受診をすすめる値（受診勧奨判定値）"),
            "caption",
            wrap=True,
        )
        self._withheld = text("", "caption", "caution", wrap=True)
        self._none = text(self.tr("登録された健診はありません。"), "lead", wrap=True)
        self._rows = CheckupRows(self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("健診の結果"))
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self._table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        for part in (self._complete, self._insurers, self._marks, self._withheld, self._none):
            layout.addWidget(part)
        layout.addWidget(self._table, 1)

    def show_page(self, page: CheckupsPage | None) -> None:
        """None: closed; nothing of it stays in a widget."""
        self._rows.show_page(page)
        told = page is not None
        self._complete.setText(page.complete if page is not None else "")
        sources = dict.fromkeys(page.insurers) if page is not None else {}
        self._insurers.setText(self.tr("登録した保険者：{0}").format("、".join(sources)) if sources else "")
        self._insurers.setVisible(bool(sources))
        self._marks.setVisible(page is not None and page.is_marked)
        withheld = "\n".join(page.withheld) if page is not None else ""
        self._withheld.setText(withheld)
        self._withheld.setVisible(bool(withheld))
        self._none.setVisible(page is not None and not page.lines)
        self._table.setVisible(told and page is not None and bool(page.lines))
        self._table.verticalHeader().setDefaultSectionSize(theme_in_force().px(13) + 22)
