"""Sets up a virtual environment beside this file, then starts the chat page or runs the tests.

    python3 start.py            set up, start the chat page
    python3 start.py test       set up with the development tools, run all tests
    python3 start.py ask …      set up, run any command of xinda

Needs nothing but Python 3.11 or newer.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def set_up(extra: str = "") -> None:
    """Make the environment and install the project in it; does nothing when that is done already."""
    mark = VENV / f".installed{'-' + extra if extra else ''}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    print("正在准备运行环境（首次约一两分钟）……", flush=True)
    if not (BIN / python_name()).exists():
        venv.create(VENV, with_pip=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command = [BIN / python_name(), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", target]
    if subprocess.run(command, check=False).returncode:
        sys.exit("安装依赖失败，请检查网络或 pip 源后重试。")
    mark.write_text(wanted)


def python_name() -> str:
    """File name of the interpreter in the environment."""
    return "python.exe" if os.name == "nt" else "python"


def run(*command: str | Path, folder: Path | None = None) -> int:
    """Run a command of the environment, in this folder or another; Ctrl-C ends it quietly."""
    try:
        return subprocess.run([str(part) for part in command], cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 0


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the person may have any Python
        sys.exit("信答需要 Python 3.11 或更新的版本，当前为 " + sys.version.split()[0])
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if arguments[:1] == ["test"]:
        set_up("dev")
        return run(BIN / python_name(), "-m", "pytest", *arguments[1:], folder=ROOT)
    set_up()
    return run(BIN / "xinda", *(arguments or ["serve"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
