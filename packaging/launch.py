"""Where the frozen program begins: the same `main` as `python -m app`."""

import multiprocessing
import sys

from app.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker process is this program started again
    sys.exit(main())
