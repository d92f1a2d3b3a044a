"""Japanese text on pages: in fonts every PDF reader brings along, laid at places measured from the top left."""

from collections.abc import Sequence
from enum import Enum
from typing import IO

from reportlab.lib.colors import HexColor
from reportlab.lib.textsplit import wordSplit
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from app.scheme.names import UNPRINTABLE

SERIF, SANS = "HeiseiMin-W3", "HeiseiKakuGo-W5"
_LAST_OF_THE_FONTS = "\uffff"
_BLANK, _HELD = "　", "\ue000"
"""Folding strips blanks where a line begins; a letter of the same width, of nobody's, holds their place."""

_PADDING = 2.0
_INK, _LINE = HexColor(0x1B2B2E), HexColor(0x8A9796)

for _font in (SERIF, SANS):
    registerFont(UnicodeCIDFont(_font))


def printable(text: str) -> str:
    """Letters these fonts lack (beyond the basic plane, such as 𠮷) as ●, like the register's own."""
    return "".join(UNPRINTABLE if letter > _LAST_OF_THE_FONTS else letter for letter in text)


def folded(text: str, width: float, font: str, points: float) -> list[str]:
    """Lines of at most so many mm; no sign that ends a phrase begins one."""
    return [
        line.replace(_HELD, _BLANK)
        for paragraph in printable(text).replace(_BLANK, _HELD).split("\n")
        for _, line in wordSplit(paragraph, width * mm, font, points) or [(0, "")]
    ]


class Align(Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Sheets:
    """A PDF in the making. Lengths are in mm, down is positive; type sizes are in points."""

    def __init__(self, file: IO[bytes], size_mm: tuple[float, float], title: str) -> None:
        width, self._height_mm = size_mm
        self._canvas = Canvas(file, pagesize=(width * mm, self._height_mm * mm), pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setCreator("Madoguchi")

    def end_page(self) -> None:
        self._canvas.showPage()

    def save(self) -> None:
        self._canvas.save()

    def text(
        self,
        text: str,
        left: float,
        top: float,
        width: float,
        points: float,
        font: str = SERIF,
        align: Align = Align.LEFT,
        leading: float = 1.6,
    ) -> float:
        """Lines folded at the width. Returns where they end."""
        self._canvas.setFillColor(_INK)
        self._canvas.setFont(font, points)
        step = points * leading / mm
        for line in folded(text, width, font, points):
            self._line_of_text(line, left, top + (step + points / mm) / 2 - 0.1 * points / mm, width, align)
            top += step
        return top

    def fitting(
        self, text: str, left: float, top: float, width: float, points: float, font: str = SANS
    ) -> None:
        """One line, never folded: set smaller where it would not fit."""
        shown = printable(text)
        wide = stringWidth(shown, font, points)
        fitting = points if wide <= width * mm else points * width * mm / wide
        self._canvas.setFillColor(_INK)
        self._canvas.setFont(font, fitting)
        self._canvas.drawString(left * mm, self._up(top) - points, shown)

    def rows(
        self,
        rows: Sequence[tuple[str, str]],
        left: float,
        top: float,
        widths: tuple[float, float],
        points: float,
    ) -> float:
        """A ruled table of labels and values. Returns where it ends."""
        fonts = (SANS, SERIF)
        cells = [
            [
                "\n".join(folded(text, width - 2 * _PADDING, font, points))
                for text, width, font in zip(row, widths, fonts, strict=True)
            ]
            for row in rows
        ]
        table = Table(cells, colWidths=[width * mm for width in widths])
        whole = ((0, 0), (-1, -1))
        table.setStyle(
            TableStyle(
                [
                    ("GRID", *whole, 0.5, _LINE),
                    ("VALIGN", *whole, "MIDDLE"),
                    ("TEXTCOLOR", *whole, _INK),
                    *(
                        ("FONT", (place, 0), (place, -1), font, points, points * 1.5)
                        for place, font in enumerate(fonts)
                    ),
                    *((side, *whole, _PADDING * mm) for side in ("LEFTPADDING", "RIGHTPADDING")),
                    *((side, *whole, _PADDING * mm / 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
                ]
            )
        )
        _, height = table.wrapOn(self._canvas, sum(widths) * mm, self._height_mm * mm)
        table.drawOn(self._canvas, left * mm, self._up(top) - height)
        return float(top + height / mm)

    def line(self, left: float, top: float, right: float) -> None:
        self._canvas.setStrokeColor(_LINE)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(left * mm, self._up(top), right * mm, self._up(top))

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        ink: int | None = None,
        fill: int | None = None,
        corner: float = 0,
    ) -> None:
        """ink and fill: colours as 0xRRGGBB; None leaves it out."""
        if ink is not None:
            self._canvas.setStrokeColor(HexColor(ink))
            self._canvas.setLineWidth(0.8)
        if fill is not None:
            self._canvas.setFillColor(HexColor(fill))
        self._canvas.roundRect(
            *(left * mm, self._up(top + height), width * mm, height * mm, corner * mm),
            stroke=ink is not None,
            fill=fill is not None,
        )

    def _line_of_text(self, line: str, left: float, base: float, width: float, align: Align) -> None:
        if align is Align.LEFT:
            self._canvas.drawString(left * mm, self._up(base), line)
        elif align is Align.CENTRE:
            self._canvas.drawCentredString((left + width / 2) * mm, self._up(base), line)
        else:
            self._canvas.drawRightString((left + width) * mm, self._up(base), line)

    def _up(self, top: float) -> float:
        """PDF counts points from the bottom."""
        return float((self._height_mm - top) * mm)
