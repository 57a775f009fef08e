"""Start the till: `regulars`, or `python -m ui`."""

import argparse
import gc
import logging
import logging.handlers
import sys
from pathlib import Path

from desktop.paths import default_root


def main(arguments: list[str] | None = None) -> int:
    """Run the till until its window is closed; gives the exit code."""
    parser = argparse.ArgumentParser(prog="regulars", description="The till of a shop's members.")
    parser.add_argument("--home", type=Path, default=default_root(), help="folder of all data")
    parser.add_argument("--training", action="store_true", help="open the training shop")
    chosen = parser.parse_args(arguments)
    return _run(chosen.home, training=chosen.training)


def _run(root: Path, *, training: bool) -> int:
    gc.disable()  # nothing that is loaded now is garbage; `GarbageTimer` takes over below
    # Qt is loaded only now, so that --help answers where there is no display.
    from PySide6.QtCore import QLocale, QTimeZone
    from PySide6.QtWidgets import QApplication

    from ui.app import App, system_world
    from ui.crash import Crash
    from ui.garbage import GarbageTimer

    logs = _keep_log(root)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Regulars")
    crash = Crash(lambda number, report: _write_report(logs, number, report))
    crash.install()
    app = App(
        application,
        root,
        system_world(),
        locale_name=QLocale.system().name(),
        system_zone=QTimeZone.systemTimeZoneId().toStdString(),
    )
    crash.happened.connect(app.crashed)
    garbage = GarbageTimer(app)
    garbage.start()
    app.start(training=training)
    # The garbage timer is not stopped: a thread that has not ended yet would collect pages.
    code = application.exec()
    crash.uninstall()
    return code


def _keep_log(root: Path) -> Path | None:
    """Keep a small log beside the data; a till without one still sells."""
    logs = root / "logs"
    try:
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = logging.handlers.RotatingFileHandler(
            logs / "till.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    return logs


def _write_report(logs: Path | None, number: str, report: str) -> None:
    if logs is None:
        return
    try:
        (logs / f"report-{number}.txt").write_text(report, encoding="utf-8")
    except OSError:
        logging.getLogger(__name__).exception("the report could not be written")


if __name__ == "__main__":
    sys.exit(main())
