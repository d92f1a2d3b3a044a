"""The sections that tell of the desk itself: safety of the data, the connection, the program."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.desk.patients.words import moment_long
from app.desk.settings.overview.presenter import Done, SettingsState
from app.desk.settings.overview.sections import Section
from app.desk.widgets import KeyButton, caption, text
from app.scheme.days import written

BACKUP_KEY = "Ctrl+Shift+B"
REPORT_KEY = "Ctrl+Shift+R"


class SafetySection(Section):
    backup_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = text("", "value", wrap=True)
        self._back_up = KeyButton(self.tr("今すぐバックアップ"), BACKUP_KEY)
        self._back_up.clicked.connect(self.backup_requested)
        self._done = text("", "small", "valid")
        self.add(
            self.tr("最後のバックアップ"),
            self._last,
            self.tr("毎日1回、また版を上げる前に、暗号にしたまま自動で取ります。"),
        )
        self.column.addWidget(self._back_up, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._done)
        self.column.addSpacing(16)
        explanation = self.tr(
            "復旧コードは、はじめて使った日に一度だけ表示した紙です。PCが壊れたとき、PCの利用者を変えたとき、"
            "その紙で台帳を開けます。安全のため、ここには二度と表示しません。"
        )
        self.add(self.tr("復旧コード"), text(explanation, wrap=True))
        self.column.addStretch(1)

    def show_state(self, state: SettingsState) -> None:
        at = state.facts.last_backup_at if state.facts else None
        self._last.setText(moment_long(at) if at else self.tr("まだありません"))
        self._back_up.setEnabled(state.may_keep and not state.busy)
        self._done.setText(self.tr("バックアップしました") if state.done is Done.BACKED_UP else "")


class ConnectionSection(Section):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = text("", "value", wrap=True)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._how = text("", wrap=True)
        self.add(self.tr("センターへの接続"), self._lines)
        self.column.addWidget(self._how)
        self.column.addStretch(1)

    def show_state(self, state: SettingsState) -> None:
        connection = state.facts.connection if state.facts else None
        if connection is None:
            self._lines.setText(self.tr("接続していません"))
            self._how.setText(
                self.tr(
                    "医療機関コードと秘密の文字列が届いたら、ターミナルで「python -m app connect」を実行します。"
                    "それまでも、台帳・患者の検索・保険証の記録は使えます。"
                )
            )
            return
        self._lines.setText(
            "\n".join(
                (
                    connection.institution_name,
                    self.tr("医療機関コード {0}").format(connection.institution),
                    connection.url,
                    self.tr("{0} から接続").format(written(connection.since)),
                )
            )
        )
        self._how.setText(
            self.tr(
                "接続をやめるときは、ターミナルで「python -m app disconnect」を実行します。"
                "PCに保管した秘密の文字列が消え、台帳はそのまま残ります。"
            )
        )


class AboutSection(Section):
    report_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._version = text("", "value")
        self._report = KeyButton(self.tr("報告を保存"), REPORT_KEY)
        self._report.clicked.connect(self.report_requested)
        self._done = text("", "small", "valid")
        self.add(self.tr("窓口 Madoguchi"), self._version)
        self.column.addWidget(self._report, 0, Qt.AlignmentFlag.AlignLeft)
        words = self.tr(
            "不具合の記録を1つのファイルにします。患者さんの氏名・番号・カードの内容は入りません。"
        )
        self.column.addWidget(text(words, "small", wrap=True))
        self.column.addWidget(self._done)
        self.column.addSpacing(16)
        self.column.addWidget(caption(self.tr("ライセンス")))
        self.column.addWidget(_licences())
        self.column.addStretch(1)

    def show_state(self, state: SettingsState) -> None:
        version = state.facts.version if state.facts else ""
        practice = self.tr("　練習モード") if state.facts and state.facts.practice else ""
        self._version.setText(f"{version}{practice}")
        self._done.setText(self.tr("報告を保存しました") if state.done is Done.REPORT_SAVED else "")


def _licences() -> QLabel:
    return text(
        "Madoguchi: Apache License 2.0\n"
        "Qt / PySide6: LGPL 3.0\n"
        "SQLCipher: BSD 3-Clause　pyscard: LGPL 2.1\n"
        "requests, cryptography: Apache License 2.0　argon2-cffi, keyring: MIT",
        wrap=True,
    )
