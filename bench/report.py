"""How a figure is told: one line each, at once; and where the real material lies."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

CORPUS = Path(os.environ.get("GONGKAI_CORPUS", Path(__file__).parents[2] / "shared/corpus"))


class Report:
    """Prints what was measured. report("…") is a line as it stands."""

    def __call__(self, line: str) -> None:
        """Print a line."""
        print(line, flush=True)

    def times(self, what: str, taken: Sequence[float], limit: str = "") -> None:
        """Print how long something took. Unit: taken in milliseconds."""
        ranked = sorted(taken)
        p95 = ranked[max(0, round(0.95 * len(ranked)) - 1)]
        bound = f"（限 {limit}）" if limit else ""
        self(
            f"{what}：{len(ranked)} 次，中位 {statistics.median(ranked):.2f} 毫秒，"
            f"p95 {p95:.2f} 毫秒，最长 {ranked[-1]:.2f} 毫秒{bound}"
        )

    def repeat(self, what: str, times: int, act: Callable[[int], object], limit: str = "") -> None:
        """Do something a number of times, with its number, and print how long it took."""
        taken = []
        for number in range(times):
            started = time.perf_counter()
            act(number)
            taken.append((time.perf_counter() - started) * 1000)
        self.times(what, taken, limit)
