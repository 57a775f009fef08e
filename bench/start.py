"""One start of the program in a process of its own: how long until a card can be scanned.

Prints one line of JSON: seconds from the start of the process to the counter ready for a scan
(sign-in typed without a pause), and the most memory the process had after some work.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from bench import screen_speed


def peak_mb() -> float:
    """Give the most memory this process has had, in megabytes."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Start, work a little, say what it cost."""
    root, began, members = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    desk = screen_speed.opened(QApplication(["bench"]), root)
    ready = time.time() - began
    screen_speed.scan_and_award(desk, members, range(0, members, max(members // 100, 1)))
    desk.program.close()
    print(json.dumps({"ready_s": ready, "peak_mb": peak_mb()}), flush=True)
    os._exit(0)  # Qt's objects die in no order of ours at the end of a script


if __name__ == "__main__":
    main()
