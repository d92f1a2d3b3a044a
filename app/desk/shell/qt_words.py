"""What Qt itself writes, on the buttons of questions and in its dialogs, in Japanese whatever the PC speaks."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_WORDS = "qtbase_ja"


def speak_japanese(application: QCoreApplication) -> None:
    """From now on, once and for good: whoever takes a translator away has every widget written anew.

    Where the library came without its words, English ones stay.
    """
    if application.findChild(QTranslator, _WORDS) is not None:
        return
    translator = QTranslator(application)
    translator.setObjectName(_WORDS)
    if translator.load(_WORDS, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
