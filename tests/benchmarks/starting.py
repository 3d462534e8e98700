"""Starting times as ratios: whole processes, interleaved in one run, against a minimal two-command typer app.

    python tests/benchmarks/starting.py [RUNS]

Goals (median of 15, warm cache): `--help` at most 1.1 times the typer app, `compare` as JSON 1.3 times (1.5 at the very least),
as a table 1.6 times, the first run ever, when the rulebook is compiled, 6 times.
"""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TYPER_APP = """
import typer
app = typer.Typer()
@app.command()
def one(): print("word")
@app.command()
def two(): print("word")
app()
"""
PERSON = [
    "nationality=UZ",
    "age=30",
    "sex=male",
    "sector=construction",
    "russian_level=B1",
    "criminal_record=none",
    "trouble_in=",
    "savings_usd=900",
]


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder, "app.py")
        app.write_text(TYPER_APP)
        cache = Path(folder, "cache")
        tool = [sys.executable, "-m", "destcompare"]
        commands = {
            "typer app": ([sys.executable, str(app), "one"], None),
            "--help": ([*tool, "--help"], 1.1),
            "compare --format json": ([*tool, "compare", *PERSON, "--format", "json"], 1.3),
            "compare (table)": ([*tool, "compare", *PERSON], 1.6),
            "first run ever": ([*tool, "compare", *PERSON, "--format", "json"], 6.0),
        }
        compileall.compile_dir(ROOT / "destcompare", quiet=1)  # as an installation does: no start compiles modules
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT), "DESTCOMPARE_LANG": "uz"}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for command, _ in commands.values():
            timed(command, environment)
        for _ in range(runs):
            for name, (command, _) in commands.items():
                if name == "first run ever":
                    shutil.rmtree(cache, ignore_errors=True)
                times[name].append(timed(command, environment))
    base = statistics.median(times["typer app"])
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    )
    print(f"{'process':24}{'ms':>8}{'ratio':>8}{'goal':>8}")
    for name, (_, goal) in commands.items():
        median = statistics.median(times[name])
        print(f"{name:24}{median * 1000:8.0f}{median / base:8.2f}{goal if goal else '':>8}")


def timed(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
