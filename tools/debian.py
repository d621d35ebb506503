"""Have a program that Debian packages: found, or installed by apt-get where we are root.

Usage: debian.py PROGRAM PACKAGE WHAT-GOES-UNTESTED
Exits with 1 only when it stays missing and CI=true.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OF_ROOT = "/usr/sbin:/usr/local/sbin"  # not on an ordinary user's PATH
SERVERS = Path("/usr/lib/postgresql")


def find(program: str) -> str | None:
    """Return where a program is: on PATH, among those of root, or of PostgreSQL, newest first."""
    if found := shutil.which(program) or shutil.which(program, path=OF_ROOT):
        return found
    versions = sorted(SERVERS.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((str(path / program) for path in versions if (path / program).exists()), None)


def provide(program: str, package: str) -> str | None:
    """Return where a program is, having installed its package if it was missing and we may."""
    if not (found := find(program)) and install(package):
        found = find(program)
    return found


def install(package: str) -> bool:
    """Install a package if we are root on Debian, and say whether that went well."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        return False
    print(f"安装 Debian 软件包 {package} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    steps = ([apt, "-qq", "update"], [apt, "-qq", "install", "-y", package])
    return not any(
        subprocess.run(step, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode
        for step in steps
    )


def missing(program: str, package: str, consequence: str) -> int:
    """Say what goes untested, and return the exit status that fits: a failure only in CI."""
    must = os.environ.get("CI") == "true"
    print(
        f"{'错误' if must else '注意'}：没有 {program}（Debian 软件包 {package}），{consequence}。",
        file=sys.stderr,
        flush=True,
    )
    return 1 if must else 0


def main() -> None:
    """Provide the program named on the command line."""
    program, package, consequence = sys.argv[1:4]
    if not provide(program, package):
        sys.exit(missing(program, package, consequence))


if __name__ == "__main__":
    main()
