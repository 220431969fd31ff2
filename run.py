"""One command to start, one to test; Python 3.11+ and nothing else set up.

python3 run.py demo     make a demo town and serve it (Ctrl-C ends it)
python3 run.py test     install what the tests need and run them all
python3 run.py VERB …   any other `zaocha` command
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOCKS = {"test": "test", "match": "match"}  # noun -> lock file, where it is not the base
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    if sys.version_info < (3, 11):
        print("Zaocha needs Python 3.11 or newer; this is", sys.version.split()[0])
        return 2
    arguments = sys.argv[1:] or ["--help"]
    testing = arguments[0] == "test"
    environment(lock_for(arguments))
    command = [str(PYTHON), str(HERE / "tests" / "rings.py"), *arguments[1:]]
    if not testing:
        command = [str(PYTHON), "-m", "zaocha", *arguments]
    inherited = {**os.environ, "PYTHONPATH": str(HERE / "src")}
    os.chdir(HERE)
    if os.name == "posix" and not testing:
        os.execve(command[0], command, inherited)
    return subprocess.call(command, env=inherited)


def lock_for(arguments: list[str]) -> str:
    """Which lock file a command needs: most need the base, some nouns an extra on top of it."""
    name = LOCKS.get(arguments[0], "base")
    return "spark" if name == "match" and "spark" in arguments else name


def environment(name: str) -> None:
    """Make .venv from the lock file, once per lock file; with uv when it is there, else with pip."""
    lock = HERE / "requirements" / f"{name}.txt"
    mark = VENV / f".{name}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"
    if mark.exists():
        return
    print(f"Preparing .venv ({name}) …", flush=True)
    uv = shutil.which("uv")
    if not PYTHON.exists():
        make = [uv, "venv", "--quiet", str(VENV)] if uv else [sys.executable, "-m", "venv", str(VENV)]
        subprocess.check_call(make)
    quiet = ["--quiet", "--require-hashes", "-r", str(lock)]
    if uv:
        subprocess.check_call([uv, "pip", "install", "--python", str(PYTHON), *quiet])
    else:
        subprocess.check_call([str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *quiet])
    mark.touch()


if __name__ == "__main__":
    raise SystemExit(main())
