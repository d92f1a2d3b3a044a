"""`dev.py shots`: a picture of each screen and outcome at 100 % and 150 % text, and a list of texts that do not fit.

A screen takes part by a `shots.py` in its folder under tests/desk with `SHOTS`: a name and what builds the widget.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget

from app.desk.theme import Theme, apply_theme, theme_in_force
from app.desk.widgets import ElidedLabel

WINDOW = (1280, 800)
PERCENTS = (100, 150)
_TESTS = Path(__file__).resolve().parent
_README_FOLDER = _TESTS.parent / "resources" / "screenshots"
_README_SHOTS = ("reception-valid", "reception-lapsed", "reception-provisional")


def every_shot() -> dict[str, Callable[[], QWidget]]:
    shots: dict[str, Callable[[], QWidget]] = {}
    for path in sorted((_TESTS / "desk").rglob("shots.py")):
        module = importlib.import_module(".".join(path.relative_to(_TESTS.parent).with_suffix("").parts))
        assert not shots.keys() & module.SHOTS.keys(), f"two pictures of one name: {module.__name__}"
        shots.update(module.SHOTS)
    return shots


def posed(build: Callable[[], QWidget], percent: int, dark: bool = False) -> QWidget:
    """The screen as the smallest window shows it, laid out and painted once."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = Theme(percent, dark)
    if not application.styleSheet() or theme_in_force() != theme:  # to polish every widget anew takes long
        apply_theme(application, theme)
    screen = build()
    screen.setFixedSize(*WINDOW)
    screen.show()
    settled = QEventLoop()
    QTimer.singleShot(0, settled.quit)
    settled.exec()
    return screen


def cut_texts(screen: QWidget) -> Iterator[str]:
    """Texts that get less room than their letters need. What scrolls may lie outside the view, not be squeezed.

    Labels that shorten themselves may, since the whole text is their tooltip.
    """
    for label in screen.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if isinstance(label, ElidedLabel):
            fits = label.height() + 1 >= label.sizeHint().height() and bool(label.toolTip())
        elif label.wordWrap():
            fits = label.heightForWidth(label.width()) <= label.height() + 1
        else:
            fits = (
                label.sizeHint().width() <= label.width() + 1
                and label.sizeHint().height() <= label.height() + 1
            )
        if not (fits and _inside(label)):
            yield label.text()
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            wanted = button.minimumSizeHint()
            narrow = wanted.width() > button.width() + 1 or wanted.height() > button.height() + 1
            if narrow or not _inside(button):
                yield button.text()


def _inside(widget: QWidget) -> bool:
    """Whether no ancestor cuts the widget off, scroll areas excepted."""
    parent = widget.parentWidget()
    while parent is not None:
        above = parent.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
            return True
        corner = widget.mapTo(parent, widget.rect().topLeft())
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.rect().translated(corner)):
            return False
        if parent.isWindow():
            break
        parent = parent.parentWidget()
    return True


def _take_for_readme() -> int:
    application = QApplication(sys.argv[:1])
    _README_FOLDER.mkdir(parents=True, exist_ok=True)
    for name in _README_SHOTS:
        screen = posed(every_shot()[name], 100)
        screen.grab().save(str(_README_FOLDER / f"{name}.png"))
        screen.close()
    application.processEvents()
    return 0


def main() -> int:
    """Exit status 1 where a text is cut."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument(
        "--readme", action="store_true", help="only those of the README, into resources/screenshots"
    )
    chosen = parser.parse_args()
    if chosen.readme:
        return _take_for_readme()
    out: Path = chosen.out
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    cut = 0
    for name, build in every_shot().items():
        for percent, dark in [*((percent, False) for percent in PERCENTS), (100, True)]:
            screen = posed(build, percent, dark)
            file = out / f"{name}-{'dark' if dark else percent}.png"
            screen.grab().save(str(file))
            print(file)
            for text in cut_texts(screen):
                cut += 1
                print(f"  cut: {text}")
            screen.close()
            screen.deleteLater()
    application.processEvents()
    return 1 if cut else 0


if __name__ == "__main__":
    sys.exit(main())
