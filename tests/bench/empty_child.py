"""An empty PySide6 window with a table: prints the seconds from its start to its first paint."""

import sys
import time

from PySide6.QtWidgets import QApplication, QTableWidget


def main() -> None:
    application = QApplication([])
    table = QTableWidget(10, 4)
    table.show()
    application.processEvents()
    print(time.monotonic() - float(sys.argv[1]))


if __name__ == "__main__":
    main()
