"""The printable notice (資格確認結果連絡書): as claimed beside as confirmed, receipt by receipt (R14)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import IO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.central.registration.papers.sheet import SANS, printable
from app.central.review.outcomes import outcome_words, reason_words
from app.contract.receipts import OutcomePart, OutcomeReply, StatedCard
from app.scheme.days import business_day, written, written_short

_INK, _LINE, _HEAD = HexColor(0x1B2B2E), HexColor(0x8A9796), HexColor(0xF5F6F3)
_TITLE = ParagraphStyle("title", fontName=SANS, fontSize=14, leading=20, textColor=_INK)
_BODY = ParagraphStyle("body", fontName=SANS, fontSize=9, leading=13, textColor=_INK, wordWrap="CJK")
_CELL = ParagraphStyle("cell", fontName=SANS, fontSize=8, leading=11, textColor=_INK, wordWrap="CJK")
_HEADINGS = ("番号", "患者", "診療年月", "処理区分・理由", "請求内容", "資格確認結果", "患者負担の差")
_WIDTHS_MM = (14, 38, 20, 48, 61, 68, 24)


def write_notice(
    file: IO[bytes],
    told: Iterable[OutcomeReply],
    receipt_number: str,
    institution: str,
    known_at: datetime,
) -> None:
    """A PDF in A4 across. known_at: as known at that moment, said in its head."""
    document = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        title="資格確認結果連絡書",
        creator="Madoguchi",
        leftMargin=12 * mm,
        rightMargin=12 * mm,
        topMargin=12 * mm,
        bottomMargin=12 * mm,
    )
    rows = [_row(each) for each in told]
    head = f"受付番号　{receipt_number}　　{institution}　　{written(business_day(known_at))}時点の登録情報による"
    story: list[Flowable] = [_text("資格確認結果連絡書", _TITLE), _text(head, _BODY), Spacer(1, 4 * mm)]
    if rows:
        story.append(_table(rows))
    else:
        story.append(_text("振替・分割・返戻となったレセプトはありません。", _BODY))
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)


def _page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    width, _ = landscape(A4)
    canvas.setFont(SANS, 8)
    canvas.drawCentredString(width / 2, 6 * mm, f"{document.page}")


def _table(rows: list[list[Paragraph]]) -> Table:
    table = Table(
        [[_text(each, _CELL) for each in _HEADINGS], *rows],
        colWidths=[width * mm for width in _WIDTHS_MM],
        repeatRows=1,
    )
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, _LINE),
                ("BACKGROUND", (0, 0), (-1, 0), _HEAD),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def _row(told: OutcomeReply) -> list[Paragraph]:
    lapsed = f"\n{written_short(told.lapsed_on)} 資格喪失" if told.lapsed_on else ""
    chart = f"\n（{told.chart}）" if told.chart else ""
    cells = (
        told.receipt_number,
        f"{told.name}{chart}",
        f"{told.month.year}.{told.month.month}" if told.month else "",
        f"{outcome_words(told)}\n{reason_words(told)}{lapsed}",
        _side(told.stated, told.days, told.points) if told.stated else "",
        "\n".join(_side(part, part.days, part.points) for part in told.parts) or "―",
        "\n".join(_difference(part) for part in told.parts),
    )
    return [_text(each, _CELL) for each in cells]


def _side(card: StatedCard | OutcomePart, days: Iterable[date], points: int) -> str:
    number = "・".join(each for each in (card.symbol, card.number, card.branch or "") if each)
    return f"{card.insurer}　{number}\n{'・'.join(str(day.day) for day in days)}日　{points:,}点"


def _difference(part: OutcomePart) -> str:
    """In words, since a sign is misread: to collect, or to pay back."""
    if not part.difference_yen:
        return ""
    return f"{'追加' if part.difference_yen > 0 else '返金'} {abs(part.difference_yen):,}円"


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph("<br/>".join(escape(printable(line)) for line in text.split("\n")), style)
