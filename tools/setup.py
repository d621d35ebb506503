"""Make .venv from the lock: `setup.py run` for the system, `setup.py test` for its tests as well.

Standard library only. Does nothing when the lock it installed last is still the same.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
LOCKS = {"run": ("run",), "test": ("test", "run")}  # who has the tests' lock has the other's too


def main() -> None:
    """Install what is asked for, unless it is there."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if PYTHON.exists() and _stamp(kind) == _wanted(kind):
        return
    started = time.monotonic()
    if not PYTHON.exists():
        print("建立 .venv …", flush=True)
        _make_venv()
    print(f"安装 requirements/{kind}.txt（核对散列值，首次约一分钟）…", flush=True)
    _install(kind)
    for done in LOCKS[kind]:
        (VENV / f"{done}.installed").write_text(_wanted(done))
    print(f"环境就绪，用时 {time.monotonic() - started:.0f} 秒。", flush=True)


def _make_venv() -> None:
    """Make the environment. Debian's Python lacks a part of it until python3-venv is there."""
    if importlib.util.find_spec("ensurepip") is None and not debian.install("python3-venv"):
        sys.exit("建不成虚拟环境：请先以 root 运行 apt-get install python3-venv。")
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as failed:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"建不成虚拟环境：{failed}")


def _install(kind: str) -> None:
    lock = str(ROOT / "requirements" / f"{kind}.txt")
    for step in (
        [*PIP, "--require-hashes", "-r", lock],
        [*PIP, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        if subprocess.run(step, check=False).returncode:
            sys.exit("安装没有成功，原因见上。再运行一次会接着做。")


def _wanted(kind: str) -> str:
    """Return the hash of all that decides what is installed, and where."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest = hashlib.sha256(f"{ROOT}\n{json.dumps(project, sort_keys=True)}\n".encode())
    digest.update((ROOT / "requirements" / f"{kind}.txt").read_bytes())
    return digest.hexdigest()


def _stamp(kind: str) -> str:
    path = VENV / f"{kind}.installed"
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    main()
