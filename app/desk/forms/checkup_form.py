"""Checkups on paper: the table as it stands on the screen, below it the years of every item that is marked."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextDocument

from app.desk.forms.paper import written_document
from app.desk.health_records.checkups.page import CheckupLine, CheckupsPage
from app.desk.health_records.checkups.picture import paint_trend
from app.desk.health_records.state import Person
from app.desk.patients.words import birth_long, moment_long
from app.desk.theme import Theme

_WIDTH, _HEADING, _HEIGHT, _FINE = 640, 24, 150, 2
"""Of a picture with its heading, in the document's dots; and how many dots of the printer make one of them."""
_PAPER = Theme()
"""Light and at 100 %, whatever the screen shows."""


def checkups_on_paper(page: CheckupsPage, person: Person, institution: str, now: datetime) -> QTextDocument:
    """No longer under the consent's clock, so the paper says so."""
    head = _row("b", ("項目", f"基準（{person.sex}）", *page.days))
    rows = "".join(
        _row("span", (line.name, line.range, *(cell.words for cell in line.cells))) for line in page.lines
    )
    marked = [line for line in page.lines if line.is_marked]
    pictures = "".join(map(_picture, range(len(marked))))
    marks = "<p>↑↓指導：保健指導判定値（基準の外）　↑↑↓↓受診：受診勧奨判定値</p>" if marked else ""
    withheld = "".join(f"<p>！　{escape(each)}</p>" for each in page.withheld)
    document = written_document(
        f'<p class="title">健診の結果</p><p>{escape(person.name)}　{escape(birth_long(person.birth_on))}</p>'
        f"<p>{escape(page.source)}</p>{withheld}{marks}"
        f'<table class="small" width="100%" border="1" cellspacing="0">{head}{rows}</table>{pictures}'
        '<p class="small">ご本人の同意により印刷しました。使い終わったら裁断してください。</p>'
        f'<p align="right">{escape(moment_long(now))}　{escape(institution)}</p>'
    )
    for place, line in enumerate(marked):
        painted = _painted(line, document.defaultFont())
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_name(place)), painted)
    return document


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td><{tag}>{escape(each)}</{tag}></td>' for each in cells)}</tr>"


def _picture(place: int) -> str:
    return f'<p><img src="{_name(place)}" width="{_WIDTH}" height="{_HEIGHT}"></p>'


def _name(place: int) -> str:
    return f"trend-{place}"


def _painted(line: CheckupLine, font: QFont) -> QImage:
    """Heading and picture in one, so that no page ends between them."""
    image = QImage(_WIDTH * _FINE, _HEIGHT * _FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FINE)
    image.fill(QColor(_PAPER.colours.card))
    painter = QPainter(image)
    heading = QFont(font)
    heading.setPixelSize(_PAPER.px(14))
    heading.setBold(True)
    painter.setFont(heading)
    words = f"{line.name}　基準 {line.range}"
    painter.drawText(QRectF(0, 0, _WIDTH, _HEADING), Qt.AlignmentFlag.AlignVCenter, words)
    paint_trend(painter, QRectF(0, _HEADING, _WIDTH, _HEIGHT - _HEADING), line.trend, _PAPER, font)
    painter.end()
    return image
