"""Make this folder ready to run or to test: system libraries, .venv, translations.

Standard library only, safe to run twice, quick the second time. It is not the program's installer
for a shop; it prepares a checkout. It must at least parse on an old Python, to be able to say so.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ready.json"
PYTHON_MIN = (3, 11)
LOCK_WAIT_S = 300


class Need(NamedTuple):
    """Something the system must have, and the Debian package that brings it."""

    what: str  # a soname, a command or a file
    package: str


# Found by starting from a bare Debian 12 and adding until every library of Qt resolved.
LIBRARIES = (
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libbrotlidec.so.1", "libbrotli1"),
    # From here on: what Qt's xcb plugin needs to show a window.
    Need("libX11-xcb.so.1", "libx11-xcb1"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-image.so.0", "libxcb-image0"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-randr.so.0", "libxcb-randr0"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1"),
    Need("libxcb-glx.so.0", "libxcb-glx0"),
)
# The tests build a small C library that makes disks fail, and read back the paper we print.
TEST_COMMANDS = (Need("gcc", "gcc"), Need("pdftotext", "poppler-utils"))
TEST_FILES = (Need("/usr/include/stdio.h", "libc6-dev"),)
DESKTOP_COMMANDS = (
    Need("Xvfb", "xvfb"),
    Need("xauth", "xauth"),
    Need("openbox", "openbox"),
    Need("xdotool", "xdotool"),
    Need("ibus-daemon", "ibus"),
    Need("dbus-launch", "dbus-x11"),
)
DESKTOP_FILES = (Need("/usr/share/ibus/component/libpinyin.xml", "ibus-libpinyin"),)


class Profile(NamedTuple):
    """What one use of this folder needs."""

    lock: str
    commands: tuple[Need, ...] = ()
    files: tuple[Need, ...] = ()
    libraries: tuple[Need, ...] = LIBRARIES
    has_words: bool = True  # shows translations, so they are compiled


PROFILES = {
    "run": Profile("run.txt"),
    "central": Profile("central.txt", libraries=(), has_words=False),
    "test": Profile("dev.txt", TEST_COMMANDS, TEST_FILES),
    "desktop-test": Profile(
        "dev.txt", TEST_COMMANDS + DESKTOP_COMMANDS, TEST_FILES + DESKTOP_FILES
    ),
}
# dev.txt holds all that the others hold, at the same versions (tests/house/test_set_up.py).
LOCKS_THAT_SERVE = {
    "run.txt": ("run.txt", "dev.txt"),
    "central.txt": ("central.txt", "dev.txt"),
    "dev.txt": ("dev.txt",),
}


def say(text: str) -> None:
    """Tell the person at the terminal what is happening."""
    print(f"set-up: {text}", flush=True)


def stop(text: str) -> SystemExit:
    """Give the exit that ends the set-up with one honest line."""
    return SystemExit(f"set-up: {text}")


# --- system packages ---------------------------------------------------------------------------


def loads(soname: str) -> bool:
    """Whether the system's loader finds this library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing(needs: Iterable[Need], present: Callable[[str], object]) -> list[str]:
    """Name the packages that bring what is not there, each once, in order."""
    return list(dict.fromkeys(need.package for need in needs if not present(need.what)))


def venv_package(version: tuple[int, int], ensurepip: bool, base_prefix: str) -> list[str]:
    """Name the package that lets this Python make a .venv; Debian ships it apart from python3."""
    if ensurepip or base_prefix != "/usr":
        return []
    return [f"python{version[0]}.{version[1]}-venv"]


def missing_packages(profile: Profile) -> list[str]:
    """Name every Debian package this profile still needs."""
    # Once .venv is finished, the Python that made it need not be able to make another.
    ensurepip = STAMP.exists() or importlib.util.find_spec("ensurepip") is not None
    return [
        *missing(profile.libraries, loads),
        *missing(profile.commands, shutil.which),
        *missing(profile.files, os.path.exists),
        *venv_package(sys.version_info[:2], ensurepip, sys.base_prefix),
    ]


def as_root() -> list[str] | None:
    """Give the words to put before a command that needs root, or None if there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    if subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return [sudo] if sys.stdin.isatty() else None


def install_line(packages: Sequence[str], prefix: Iterable[str]) -> list[str]:
    """Give the command that installs these packages."""
    return [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]


def by_hand(packages: Sequence[str], *, sudo: bool) -> str:
    """Say what a person has to do when we may not do it: one line to copy."""
    line = shlex.join(install_line(packages, ["sudo"] if sudo else []))
    who = "" if sudo else " as root"
    return f"some system packages are missing. Run this once{who}, then try again:\n  {line}"


def update_lists(prefix: Sequence[str], env: Sequence[str]) -> None:
    """Fetch apt's package lists, waiting for another apt; the install judges a broken source."""
    until = time.monotonic() + LOCK_WAIT_S
    while True:
        done = subprocess.run(
            [*prefix, *env, "apt-get", "-q", "update"],
            capture_output=True,
            text=True,
            check=False,
        )
        # apt waits for dpkg's lock when asked to, but never for the lock on its lists.
        if "Could not get lock" not in done.stderr or time.monotonic() > until:
            return
        say("another program is using apt, waiting for it")
        time.sleep(5)


def system_packages(profile: Profile) -> None:
    """Install the system packages that are missing, or say exactly how to."""
    packages = missing_packages(profile) if sys.platform == "linux" else []
    if not packages:
        return
    prefix = as_root()
    if prefix is None or not shutil.which("apt-get"):
        raise stop(by_hand(packages, sudo=shutil.which("sudo") is not None))
    say("installing system packages: " + " ".join(packages))
    env = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    update_lists(prefix, env)
    wait = ["-qq", "-o", f"DPkg::Lock::Timeout={LOCK_WAIT_S}"]
    if subprocess.run([*install_line(packages, [*prefix, *env]), *wait], check=False).returncode:
        raise stop("apt could not install them. Its own words are above.")
    importlib.invalidate_caches()
    still = missing_packages(profile)
    if still:
        raise stop("apt finished, but these are still missing: " + " ".join(still))


# --- .venv -------------------------------------------------------------------------------------


def digest(path: Path) -> str:
    """Give the fingerprint of a lock file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def identity() -> dict[str, str]:
    """Say which .venv this is: its place and its Python, both of which can go away under it."""
    return {"venv": str(VENV), "python": os.path.realpath(VENV / "bin" / "python")}


def read_stamp() -> dict[str, str]:
    """Read what the last finished set-up left; empty if there was none or it is not true now."""
    try:
        stamp = dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
    true = all(stamp.get(key) == value for key, value in identity().items())
    return stamp if true and (VENV / "bin" / "python").exists() else {}


def plan(stamp: Mapping[str, str], wanted: str, current: Mapping[str, str]) -> str:
    """Decide what .venv needs: "nothing", "add" (more packages) or "rebuild".

    `current` maps each lock file's name to its fingerprint. Packages of an older lock are never
    left behind: any lock that changed since it was installed means a new .venv.
    """
    installed = [name for name in current if name in stamp]
    fresh = [name for name in installed if stamp[name] == current[name]]
    if any(name in fresh for name in LOCKS_THAT_SERVE[wanted]):
        return "nothing"
    return "add" if fresh and fresh == installed else "rebuild"


def make_venv() -> None:
    """Make a new .venv in place of whatever is there."""
    say("making .venv")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    if subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
        raise stop("Python could not make .venv. Its own words are above.")


def clean_environment() -> dict[str, str]:
    """Give the environment without what would make pip install somewhere else."""
    lead_astray = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    kept = {key: value for key, value in os.environ.items() if key not in lead_astray}
    return {**kept, "LC_ALL": "C.UTF-8"}


def install_lock(lock: Path) -> None:
    """Install exactly the pinned packages, each checked against its hash."""
    say(f"installing the packages of requirements/{lock.name}; the first time takes a few minutes")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    pip += [] if sys.stdout.isatty() else ["--quiet"]
    pip += ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock)]
    if subprocess.run(pip, env=clean_environment(), check=False).returncode:
        raise stop("the packages could not be installed. Check the network and try again.")


def launcher(target: str) -> str:
    """Write a launcher for "module:function", to stand in .venv/bin."""
    module, function = target.split(":")
    python = shlex.quote(str(VENV / "bin" / "python"))
    # The shell runs the second line, Python reads it as a string: a path with a space would not
    # survive on the first. While modules load there is nothing to end in order: Ctrl+C just ends.
    return (
        f"#!/bin/sh\n'''exec' {python} \"$0\" \"$@\"\n' '''\n"
        "import signal\nimport sys\n\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        f"from {module} import {function}\n\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.exit({function}())\n"
    )


def scripts() -> dict[str, str]:
    """Read the launchers' names and targets from pyproject.toml."""
    tomllib = importlib.import_module("tomllib")  # imported late: an old Python has none
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return dict(project["scripts"])


def connect_folder() -> None:
    """Put this folder on .venv's path and the launchers into .venv/bin; nothing is copied."""
    (packages,) = (VENV / "lib").glob("python3*/site-packages")
    (packages / "regulars.pth").write_text(f"{ROOT}\n", "utf-8")
    for name, target in scripts().items():
        path = VENV / "bin" / name
        path.write_text(launcher(target), "utf-8")
        path.chmod(0o755)


def fingerprints() -> dict[str, str]:
    """Give the fingerprint of every lock file there is."""
    return {name: digest(ROOT / "requirements" / name) for name in LOCKS_THAT_SERVE}


def open_environment(profile: Profile) -> str:
    """Give the plan for .venv, and take away the stamp of one that is about to change."""
    todo = plan(read_stamp(), profile.lock, fingerprints())
    if todo == "rebuild":
        STAMP.unlink(missing_ok=True)
    return todo


def environment(profile: Profile, todo: str) -> None:
    """Bring .venv to what the profile's lock says, doing as little as possible."""
    if todo == "nothing":
        if not all((VENV / "bin" / name).exists() for name in scripts()):
            connect_folder()  # the program has a command more than when this was made
        return
    stamp = read_stamp()
    STAMP.unlink(missing_ok=True)
    if todo == "rebuild":
        make_venv()
    install_lock(ROOT / "requirements" / profile.lock)
    connect_folder()
    # Written last and moved into place: a .venv that was interrupted never looks finished.
    done = {**stamp, **identity(), profile.lock: fingerprints()[profile.lock]}
    half = STAMP.with_suffix(".part")
    half.write_text(json.dumps(done, indent=1), "utf-8")
    half.replace(STAMP)


# --- translations ------------------------------------------------------------------------------


def stale(sources: Iterable[Path]) -> list[Path]:
    """Pick the .ts files whose .qm is missing or older."""

    def is_stale(source: Path) -> bool:
        compiled = source.with_suffix(".qm")
        return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime

    return sorted(source for source in sources if is_stale(source))


def translations() -> None:
    """Compile the translations that changed."""
    for source in stale((ROOT / "resources" / "i18n").glob("*.ts")):
        say(f"compiling {source.name}")
        compiled = source.with_suffix(".qm")
        release = [str(VENV / "bin" / "pyside6-lrelease"), "-silent", str(source)]
        release += ["-qm", str(compiled)]
        if subprocess.run(release, check=False).returncode:
            raise stop(f"{source.name} could not be compiled. Qt's own words are above.")


# --- all together ------------------------------------------------------------------------------


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait for any other set-up of this same folder: two at once would spoil .venv."""
    with Path(__file__).open("rb") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is running here, waiting for it")
            fcntl.flock(door, fcntl.LOCK_EX)
        yield


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up for one profile; every step says what it does and does nothing when it is done."""
    if sys.version_info < PYTHON_MIN:
        raise stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    parser = argparse.ArgumentParser(prog="set_up.py", description=__doc__)
    parser.add_argument("profile", nargs="?", choices=sorted(PROFILES), default="run")
    profile = PROFILES[parser.parse_args(arguments).profile]
    with alone():
        todo = open_environment(profile)
        system_packages(profile)
        environment(profile, todo)
        if profile.has_words:
            translations()
    say("ready")
    return 0


if __name__ == "__main__":
    sys.exit(main())
