"""`python -m sandbox.golden.judge`: make a set of documents, read every one, and print what became of each field."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from sandbox.golden.browser import browser_executable
from sandbox.golden.generate import generate
from sandbox.golden.judging import Judged, judge
from sandbox.golden.plan import plan

COUNT, QUICK = 600, 80
BORN_DIGITAL, SCANNED = 95.0, 85.0
"""The least share of fields, in percent, that is right without a person, for each template."""
_WORKERS = 2


def main() -> None:
    """Make, read, print; ends with 1 when anything was wrong and accepted, or too much was left to people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=0, help=f"documents; {COUNT}, or {QUICK} with --quick")
    parser.add_argument("--seed", type=int, default=331)
    parser.add_argument("--quick", action="store_true", help="a small set, for a look")
    parser.add_argument("--into", type=Path, help="keep the documents there")
    parser.add_argument("--invoices", type=Path, help="invoice2data's own invoices: print its line beside ours")
    options = parser.parse_args()
    console = Console(width=140, highlight=False)
    count = options.count or (QUICK if options.quick else COUNT)
    with tempfile.TemporaryDirectory(prefix="gevinst-golden-") as name:
        folder = options.into or Path(name)
        console.print(f"== Making {count} documents, seed {options.seed}")
        truth = generate(plan(count, options.seed), folder, browser=browser_executable(), say=console.print)
        console.print("== Reading them")
        judged = judge_all(folder, truth, console)
    passed = show(judged, console)
    if options.invoices is not None:
        command = [sys.executable, "-m", "benchmarks", "invoices", "--invoices", str(options.invoices)]
        passed = subprocess.run(command, check=False).returncode == 0 and passed
    sys.exit(0 if passed else 1)


def judge_all(
    folder: Path, truth: Iterable[dict[str, Any]], console: Console, *, workers: int = _WORKERS
) -> list[Judged]:
    """Every file of a set, by so many processes."""
    entries = list(truth)
    judged = []
    with Progress(console=console, transient=True) as progress, ProcessPoolExecutor(workers) as pool:
        bar = progress.add_task("documents", total=len(entries))
        for done in as_completed([pool.submit(judge, folder, entry) for entry in entries]):
            judged.append(done.result())
            progress.advance(bar)
    return sorted(judged, key=lambda each: each.file)


def show(judged: list[Judged], console: Console) -> bool:
    """Print the shares per template, what was wrong, and the sum; whether all is as it must be."""
    passed = True
    for template in sorted({each.template for each in judged}):
        for scanned, least in ((False, BORN_DIGITAL), (True, SCANNED)):
            group = [each for each in judged if each.template == template and each.scanned is scanned]
            if sum(each.fields for each in group if not each.was_doubtful):
                share = _share(group)
                name = f"{template}, {'scanned' if scanned else 'born digital'}"
                verdict = "" if share >= least else f"  [red]under {least:.0f} %[/]"
                console.print(f"{name:34} {_line(group, share)}{verdict}")
                passed = passed and share >= least
    doubtful = [each for each in judged if each.was_doubtful]
    went = sum(bool(each.reason) for each in doubtful)
    console.print(f"documents that only a person may settle: {len(doubtful)}, of which {went} went to one")
    for line in _wrong(judged):
        console.print(f"[red]WRONG AND ACCEPTED[/] {line}")
    console.print(_line(judged))
    return passed and not any(each.wrong for each in judged)


def _share(judged: list[Judged]) -> float:
    counted = [each for each in judged if not each.was_doubtful]
    return 100 * sum(len(each.right) for each in counted) / sum(each.fields for each in counted)


def _line(judged: list[Judged], share: float | None = None) -> str:
    right, asked, wrong = (sum(len(part) for part in parts) for parts in zip(*map(_parts, judged), strict=True))
    percent = "" if share is None else f" ({share:.1f} %)"
    return f"fields {right + asked + wrong}, right {right}{percent}, to a person {asked}, wrong and accepted {wrong}"


def _parts(each: Judged) -> tuple[tuple[Any, ...], ...]:
    return each.right, each.to_person, each.wrong


def _wrong(judged: list[Judged]) -> Iterator[str]:
    return (f"{each.file}: {field}" for each in judged for field in each.wrong)


if __name__ == "__main__":
    main()
