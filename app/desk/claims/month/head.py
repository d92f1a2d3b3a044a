"""The head of a month: what file it is, how far it has come, what to do with it as a whole."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.claims.month import STATE_WORDS, ClaimState, MonthFile
from app.claims.ports import MonthSummary
from app.claims.precheck import Prediction
from app.claims.words import PREDICTION_WORDS, refusal_words
from app.desk.advice import while_cut
from app.desk.claims import keys
from app.desk.claims.month.state import NOT_MENDING, MonthPageState
from app.desk.claims.words import state_tone, state_words, title_words
from app.desk.widgets import Banner, Card, ElidedLabel, KeyButton, text
from app.desk.widgets.labels import set_tone
from app.scheme.days import written

_STATES = (ClaimState.PREPARED, ClaimState.SENT, ClaimState.REVIEWED, ClaimState.SETTLED)


class MonthHead(Card):
    send_requested = Signal()
    hold_requested = Signal()
    again_requested = Signal()
    print_requested = Signal()
    save_requested = Signal()
    forget_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("")
        self._title.setProperty("type", "title")
        self._steps = [text(STATE_WORDS[each], "badge") for each in _STATES]
        self._figures = text("", "value", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("進み具合"))
        self._banner = Banner()
        self._saved = text("", "small", "valid")
        self._send = KeyButton(self.tr("送信する"), keys.SEND, primary=True)
        self._send.clicked.connect(self.send_requested)
        self._hold = KeyButton(self.tr("送信を止める"), keys.HOLD)
        self._hold.clicked.connect(self.hold_requested)
        self._again = KeyButton(self.tr("再確認"), keys.AGAIN)
        self._again.clicked.connect(self.again_requested)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        self._save = KeyButton(self.tr("CSV"), keys.SAVE)
        self._save.clicked.connect(self.save_requested)
        self._forget = KeyButton(self.tr("破棄"), keys.FORGET)
        self._forget.clicked.connect(self.forget_requested)
        self._back = KeyButton(self.tr("一覧へ"), keys.BACK)
        self._back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._title, 1)
        first.addWidget(self._saved)
        for step in self._steps:
            first.addWidget(step)
        column.addLayout(first)
        column.addWidget(self._figures)
        second = QHBoxLayout()
        second.setSpacing(8)
        for button in (self._send, self._hold, self._again, self._print, self._save, self._forget):
            second.addWidget(button)
        second.addStretch(1)
        second.addWidget(self._back)
        column.addLayout(second)
        column.addWidget(self._bar)
        column.addWidget(self._banner)

    def show_month(self, state: MonthPageState, month: MonthFile) -> None:
        self._title.setText(title_words(month))
        tone = state_tone(month)
        for each, step in zip(_STATES, self._steps, strict=True):
            here = each is month.state
            step.setText(state_words(month) if here else STATE_WORDS[each])
            set_tone(step, ("accent" if tone == "neutral" else tone) if here else "neutral")
        self._figures.setText(self._figure_words(month, state.summary))
        self._saved.setText(self.tr("保存しました") if state.saved else "")
        self._send.setVisible(month.is_open)
        self._send.setEnabled(state.connected and not state.busy)
        self._hold.setVisible(month.wants_sending)
        self._again.setVisible(month.is_open)
        self._again.setEnabled(not state.busy and not state.is_comparing and month.asking is None)
        self._forget.setVisible(month.is_open)
        self._back.setEnabled(state.mending == NOT_MENDING)  # else Esc belongs to what is being put right
        self._print.setVisible(state.has_copy)
        self._save.setVisible(state.has_copy)
        self._show_progress(state, month)
        self._show_banner(state, month)

    def _figure_words(self, month: MonthFile, summary: MonthSummary | None) -> str:
        words = [
            self.tr("レセプト {0}").format(f"{month.receipts:,}"),
            self.tr("件数 {0}").format(f"{month.claims:,}"),
            self.tr("{0} 点").format(f"{month.points:,}"),
        ]
        if summary is not None:
            words += [f"{PREDICTION_WORDS[each]} {number:,}" for each, number in _told(month, summary)]
            if summary.faulty:
                words.append(self.tr("記録の誤り {0}").format(f"{summary.faulty:,}"))
            if summary.fixed:
                words.append(self.tr("修正 {0}").format(summary.fixed))
            if summary.unlike:
                words.append(self.tr("予測と違う結果 {0}").format(summary.unlike))
        return "　".join(words)

    def _sent_words(self, month: MonthFile, summary: MonthSummary | None) -> str:
        """How many went before anything was known of them: the review tells, nobody else is asked."""
        if summary is None:
            return ""
        told = sum(summary.predictions.values()) - summary.predictions.get(Prediction.UNCONFIRMED, 0)
        number = month.receipts - told
        words = self.tr("{0} 件は、資格を確認する前に送信しました。審査の結果は、自動で受け取ります。")
        return words.format(f"{number:,}") if number else ""

    def _meanwhile(self, month: MonthFile) -> str:
        """What comes by itself once the line is back."""
        if month.wants_sending:
            return self.tr("つながると、続きから自動で送ります。")
        if month.is_open:
            return self.tr("台帳の記録で確認した分は、もう直せます。つながると、続きを自動で確認します。")
        return self.tr("つながると、審査の結果を自動で受け取ります。")

    def _show_progress(self, state: MonthPageState, month: MonthFile) -> None:
        summary = state.summary
        if month.wants_sending:
            self._bar.setRange(0, max(month.length, 1))
            self._bar.setValue(month.sent)
        elif summary is not None and state.is_comparing:
            self._bar.setRange(0, max(month.receipts + summary.questions, 1))
            self._bar.setValue(summary.compared)
        self._bar.setVisible(month.wants_sending or (state.is_comparing and summary is not None))

    def _show_banner(self, state: MonthPageState, month: MonthFile) -> None:
        if state.trouble is not None:
            self._banner.show_advice(while_cut(state.trouble, self._meanwhile(month)))
        elif month.refusal is not None:
            self._banner.show_words(
                self.tr("ファイル全体が受け付けられませんでした：{0}").format(refusal_words(month.refusal)),
                self.tr("レセプトコンピューターで作り直し、もう一度この画面に置いてください。"),
                "lapsed",
            )
        elif month.is_open and month.asking is not None and month.asking.paused_until is not None:
            self._banner.show_words(
                self.tr("該当なしが続いたため、番号での問い合わせが一時止められました。"),
                self.tr("しばらくして自動で続けます。確認できた分は、もう直せます。"),
            )
        elif month.is_open and not state.connected:
            self._banner.show_words(
                self.tr("センターに接続していないので、台帳の記録だけで確認しました。"),
                self.tr("送信には、管理者が行う接続（connect）が要ります。"),
            )
        elif month.state is ClaimState.SENT:
            self._banner.show_words(
                self.tr("送信しました。審査を待っています。"), self._sent_words(month, state.summary), "valid"
            )
        elif month.state is ClaimState.REVIEWED and not state.has_copy:
            self._banner.show_words(
                self.tr("完了のあとで、審査の結果か通知が変わりました。"),
                self.tr(
                    "通知（F7）をすべて済ませると、また完了します。作業用の写しは消したので、一覧はありません。"
                ),
            )
        elif month.state is ClaimState.REVIEWED:
            until = written(month.closes_on) if month.closes_on else ""
            more = self.tr("{0} まで、結果が変わることがあります。").format(until) if until else ""
            self._banner.show_words(
                self.tr("審査が終わりました。通知（F7）をすべて済ませると完了します。"), more, "valid"
            )
        elif month.state is ClaimState.SETTLED:
            self._banner.show_words(self.tr("完了しました。作業用の写しは消しました。"), "", "valid")
        else:
            self._banner.hide()


def _told(month: MonthFile, summary: MonthSummary) -> Iterator[tuple[Prediction, int]]:
    """How many are predicted to go otherwise than they came; once they are reviewed, how many did."""
    found = {Prediction(each.value): number for each, number in summary.outcomes.items()}
    counted = found if month.run else summary.predictions
    return (
        (each, counted[each]) for each in Prediction if each is not Prediction.FORWARDED and each in counted
    )
