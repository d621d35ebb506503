"""Another program on the same tables, in an environment of its own: pytauargus 0.6.0 (EUPL)."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.tables import made, tree
from gongkai.checks.cells.problem import Cost
from gongkai.checks.cells.tables import Need, Table

RUN = "import sys, pytauargus.cli as cli; sys.exit(cli.main(['run', sys.argv[1]]))"


def instances() -> Iterator[tuple[str, Callable[[], Table]]]:
    """Yield tables both can take."""
    for seed in range(1, 6):
        yield f"10×8 {seed}", lambda seed=seed: made((tree("a", 10), tree("b", 8)), 1_500, seed)
        yield f"24×20 {seed}", lambda seed=seed: made((tree("a", 24), tree("b", 20)), 9_000, seed)
        yield (
            f"4·6×5·4 {seed}",
            lambda seed=seed: made((tree("a", 4, 6), tree("b", 5, 4)), 6_000, seed),
        )
        yield (
            f"6×5×4 {seed}",
            lambda seed=seed: made((tree("a", 6), tree("b", 5), tree("c", 4)), 2_500, seed),
        )
    yield (
        "4·6×19·4",
        lambda: made((tree("a", 4, 6), tree("b", 19, 4)), 60_000, 1),
    )


def protected(
    python: Path, table: Table, needs: Sequence[Need], cost: Cost, minutes: int = 1
) -> tuple[frozenset[int], float] | None:
    """Return the cells pytauargus hides by OPT with our levels and costs, and the seconds taken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, table, needs, cost, minutes)
        started = time.perf_counter()
        try:
            ran = subprocess.run(
                [python, "-c", RUN, str(folder / "t.arb")], cwd=folder, check=False,
                capture_output=True, text=True, timeout=60 * minutes + 60,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
        taken = time.perf_counter() - started
        out = folder / "out.tab"
        if not out.exists():
            print(ran.stdout[-300:], ran.stderr[-300:])
            return None
        return _read(out, table), taken


def _write(folder: Path, table: Table, needs: Sequence[Need], cost: Cost, minutes: int) -> None:
    """Write the table, what its columns mean, its hierarchies, and the batch."""
    wanted = {need.cell: need for need in needs}
    lines = []
    for at, cell in enumerate(table.cells):
        need = wanted.get(at)
        up, down = (need.up, need.down) if need else (0, 0)
        price = cost.of(cell.value) if cell.value else 0
        status = "U" if need else "S"
        codes = ";".join("Total" if code == "T" else code for code in cell.key)
        count = cell.contributors.count if cell.contributors else 0
        if cell.value:
            lines.append(f"{codes};{cell.value};{count};{price:.4f};{down:.4f};{up:.4f};{status}")
    (folder / "t.tab").write_text("\n".join(lines) + "\n")
    meta = ['<SEPARATOR> ";"', '<SAFE> "S"', '<UNSAFE> "U"', '<PROTECT> "P"']
    for name in table.dimensions:
        meta += [name, "<RECODABLE>", '<TOTCODE> "Total"', "<HIERARCHICAL>",
                 f'<HIERCODELIST> "{folder}/{name}.hrc"', '<HIERLEADSTRING> "@"']  # fmt: skip
        (folder / f"{name}.hrc").write_text(_hierarchy(table, table.dimensions.index(name)))
    meta += ["value", "<NUMERIC>", "<DECIMALS> 1", "freq", "<FREQUENCY>"]
    meta += ["price", "<NUMERIC> <COST>", "<DECIMALS> 4"]
    meta += ["low", "<NUMERIC> <LOWERPL>", "<DECIMALS> 4"]
    meta += ["high", "<NUMERIC> <UPPERPL>", "<DECIMALS> 4", "state", "<STATUS>"]
    (folder / "t.rda").write_text("\n".join(meta) + "\n")
    spanning = "".join(f'"{name}"' for name in table.dimensions)
    (folder / "t.arb").write_text(
        f'<OPENTABLEDATA> "{folder}/t.tab"\n<OPENMETADATA> "{folder}/t.rda"\n'
        f'<SPECIFYTABLE> {spanning}|"value"||"price"\n<SAFETYRULE>\n<READTABLE> 1\n'
        f'<SUPPRESS> OPT(1,{minutes})\n<WRITETABLE> (1,5,SO+,"{folder}/out.tab")\n'
    )


def _hierarchy(table: Table, axis: int) -> str:
    codes = dict.fromkeys(cell.key[axis] for cell in table.cells if cell.key[axis] != "T")
    return "".join(f"{'@' * (code.count('.') - 1)}{code}\n" for code in sorted(codes, key=_order))


def _order(code: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in code.split(".")]


def _read(path: Path, table: Table) -> frozenset[int]:
    hidden = set()
    size = len(table.dimensions)
    for line in path.read_text().splitlines():
        parts = [part.strip().strip('"') for part in line.split(";")]
        key = tuple("T" if code == "Total" else code for code in parts[:size])
        if parts[-3] in {"U", "M"} and key in table.place:
            hidden.add(table.place[key])
    return frozenset(hidden)
