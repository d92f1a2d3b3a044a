"""What Qt itself writes, on the buttons of questions and in its dialogs, in Japanese whatever the PC speaks."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator


def speak_japanese(owner: QObject) -> None:
    """As long as the owner lives. Where the library came without its words, English ones stay."""
    translator = QTranslator(owner)
    if translator.load("qtbase_ja", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(translator)
