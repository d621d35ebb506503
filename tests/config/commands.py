"""The command `gongkai` run as its users run it: alone, without a database."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("gongkai")


def alone(folder: Path, *words: str) -> tuple[int, str]:
    """Return the status of a command run in a folder, and what it said; it leaves no database."""
    data = folder / "data"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    done = subprocess.run(
        [COMMAND, *words], cwd=folder, capture_output=True, text=True, timeout=120,
        env=kept | {"GONGKAI_DATA": str(data), "DATABASE_URL": ""},
    )  # fmt: skip
    assert not (data / "gongkai.sqlite3").exists()
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout
