"""What scoring costs, as ratios taken in one run on one machine: the machines are noisy, ratios are not.

    python benchmarks/run.py [--short] [--reports N] [--json FILE] [--plot FILE.svg]

Matching and judging against the plain rapidfuzz loop, rapidfuzz.process.cdist and one Aho-Corasick
pass over the text; the whole pipeline; growth with text and with rules; workers; memory; cold start.
`--short` is a smoke run of every part in a few seconds, without meaning as a measurement.
"""

from __future__ import annotations

import argparse
import compileall
import dataclasses
import gc
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import ahocorasick_rs
from rapidfuzz import fuzz

from reports.json_output import card_dict
from rules.loader import load_national
from rules.model import Checklist, Dimension, Element, Near, Phrase
from scorer.auditing import audit_document
from scorer.fuzzy import PAD, FuzzyIndex
from scorer.judge import judge, read_through
from scorer.match import Engine
from scorer.outline import outline
from scorer.readers import read

ROOT = Path(__file__).resolve().parent.parent
QUICK = 0.5  # seconds; a batch runs the same over and over, so it is measured with its data at hand
ROOM = 30  # pixels between two labels of an axis
REPORTS = ROOT / "examples" / "reports"
Figures = dict[str, Any]


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times


def interleaved(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, the rounds of all taken in turn; what is quick runs once unmeasured before."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            if times[name] and times[name][-1] < QUICK:
                work()
            times[name] += timed(work, 1)
    return {name: median(values) for name, values in times.items()}


def settle() -> None:
    """Leave what was loaded so far to itself, as the program does: the collector need not walk through it."""
    gc.collect()
    gc.freeze()


def documents() -> list[Any]:
    return [read(path.read_bytes(), path.name) for path in sorted(REPORTS.glob("*.txt"))]


def matching(checklist: Checklist, short: bool) -> Figures:
    """Matching and judging of the example reports against plain loops over the same phrases."""
    engine = Engine(checklist)
    outlines = [outline(document, 2023) for document in documents()[: 1 if short else None]]
    sentences = [sentence.text for sentences in outlines for sentence in sentences]
    phrases, cutoffs = engine.fuzzy.phrases, engine.fuzzy.cutoffs
    few = phrases[:20] if short else phrases
    automaton = ahocorasick_rs.AhoCorasick(
        list(phrases), implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )
    joined = "\n".join(sentences)
    works: dict[str, Callable[[], object]] = {
        "match and judge": lambda: [
            judge(engine, read_through(engine, one, ""), 2023, "county") for one in outlines
        ],
        "plain partial_ratio loop": lambda: [fuzz.partial_ratio(p, s) for s in sentences for p in few],
        "Aho-Corasick floor": lambda: automaton.find_matches_as_indexes(joined, overlapping=True),
        "fuzzy candidates alone": lambda: list(engine.fuzzy.candidates(sentences)),
    }
    try:
        import numpy  # noqa: F401
        from rapidfuzz.process import cdist

        works["rapidfuzz cdist"] = lambda: cdist(
            few, sentences, scorer=fuzz.partial_ratio, score_cutoff=80, workers=1
        )
    except ImportError:
        print("numpy is not installed: rapidfuzz.process.cdist is left out")
    settle()
    seconds = interleaved(works, 1 if short else 5)
    own = seconds["match and judge"]
    return {
        "characters": sum(len(s) for s in sentences),
        "phrases": len(phrases),
        "ms per 10,000 characters": {name: 1e7 * value / len(joined) for name, value in seconds.items()},
        "times faster than the plain loop": seconds["plain partial_ratio loop"] / own,
        "times faster than cdist": seconds["rapidfuzz cdist"] / own if "rapidfuzz cdist" in seconds else None,
        "times the floor": own / seconds["Aho-Corasick floor"],
        "candidates that differ from the plain loop": differences(
            phrases, cutoffs, sentences[:: 40 if short else 3]
        ),
        "differences on random input": random_differences(5 if short else 100),
    }


def differences(phrases: Sequence[str], cutoffs: Sequence[float], sentences: Sequence[str]) -> int:
    """Candidates found by only one of the index and the plain loop over padded sentences."""
    found = list(FuzzyIndex(phrases, cutoffs).candidates(sentences))
    count = 0
    for place, sentence in enumerate(sentences):
        padded = PAD + sentence + PAD
        plain = {
            (number, round(score, 6))
            for number, (phrase, cutoff) in enumerate(zip(phrases, cutoffs, strict=True))
            if (score := fuzz.partial_ratio(phrase, padded, score_cutoff=cutoff)) > 0
        }
        count += len(plain ^ {(c.phrase, round(c.score, 6)) for c in found if c.sentence == place})
    return count


def random_differences(rounds: int) -> int:
    count = 0
    for seed in range(rounds):
        chance = random.Random(seed)
        alphabet = "".join(map(chr, range(0x4E00, 0x4E00 + chance.choice([3, 10, 50, 400]))))
        phrases = ["".join(chance.choices(alphabet, k=chance.randint(1, 20))) for _ in range(60)]
        cutoffs = [float(chance.choice([70, 75, 80, 85, 90])) for _ in phrases]
        sentences = ["".join(chance.choices(alphabet, k=chance.randint(0, 70))) for _ in range(10)]
        count += differences(phrases, cutoffs, sentences)
    return count


def pipeline(checklist: Checklist, short: bool) -> Figures:
    """Reports of 7,000 characters, bytes in to JSON out, in one process."""
    texts = [document.text for document in documents()]
    data = ("\n".join(texts)[:7000]).encode()

    def once() -> None:
        card = audit_document(read(data, "a.txt"), checklist, year=2023, level="county", force=True)
        json.dumps(card_dict(card), ensure_ascii=False)

    once()
    settle()
    seconds = median(timed(once, 3 if short else 41))
    engine = Engine(checklist)
    sentences = [s.text for s in outline(read(data, "a.txt"), 2023)]
    phrases = engine.fuzzy.phrases[:20] if short else engine.fuzzy.phrases
    plain = min(
        timed(lambda: [fuzz.partial_ratio(p, s) for s in sentences for p in phrases], 1 if short else 3)
    )
    return {
        "reports per second per core": 1 / seconds,
        "plain loop, reports per second": 1 / plain,
        "times faster than the plain loop": plain / seconds,
    }


def growth(checklist: Checklist, short: bool) -> Figures:
    """Cost against text length and against the number of rules."""
    text = "\n".join(document.text for document in documents())
    engine = Engine(checklist)
    lengths = [5_000, 20_000] if short else [2_500, 5_000, 10_000, 20_000, 40_000]
    pieces = {n: outline(read((text * 4)[:n].encode(), "a.txt"), 2023) for n in lengths}
    settle()
    by_length = interleaved(
        {
            str(n): (lambda n=n: judge(engine, read_through(engine, pieces[n], ""), 2023, "county"))
            for n in lengths
        },
        1 if short else 7,
    )
    copies = [1, 2] if short else [1, 2, 4, 8]
    engines = {n: Engine(multiplied(checklist, n)) for n in copies}
    sentences = pieces[lengths[-1]] if short else pieces[10_000]
    settle()
    by_rules = interleaved(
        {
            str(n): (lambda n=n: judge(engines[n], read_through(engines[n], sentences, ""), 2023, "county"))
            for n in copies
        },
        1 if short else 7,
    )
    first = by_rules["1"]
    return {
        "seconds by characters": by_length,
        "seconds by copies of the rules": by_rules,
        "times the cost": {n: value / first for n, value in by_rules.items()},
    }


def multiplied(checklist: Checklist, copies: int) -> Checklist:
    """The checklist with every element `copies` times; in the copies other characters stand for some."""
    dimensions = []
    for dimension in checklist.dimensions:
        elements = [_changed(element, n) for n in range(copies) for element in dimension.elements]
        dimensions.append(Dimension(dimension.id, dimension.name, tuple(elements)))
    return dataclasses.replace(checklist, dimensions=tuple(dimensions))


def _changed(element: Element, copy: int) -> Element:
    if not copy:
        return element

    def word(text: str) -> str:
        middle = len(text) // 2
        shifted = (
            chr(0x4E00 + (ord(text[middle]) * 7 + copy * 101) % 20_000) if len(text) > 2 else text[middle]
        )
        return text[:middle] + shifted + text[middle + 1 :]

    def matcher(item: Any) -> Any:
        if isinstance(item, Phrase):
            return Phrase(item.source, word(item.text))
        if isinstance(item, Near):
            return item._replace(groups=tuple(tuple(map(word, group)) for group in item.groups))
        return item

    blocks = {
        name: tuple(map(matcher, getattr(element, name)))
        for name in ("speaks", "proves", "touches", "lookalikes", "excludes")
    }
    return element._replace(id=f"{element.id}-{copy}", **blocks)


def generated(folder: Path, count: int) -> None:
    """`count` reports, each the sentences of an example in an order of its own."""
    sources = [path.read_text("utf-8").splitlines() for path in sorted(REPORTS.glob("*.txt"))]
    chance = random.Random(1)
    for number in range(count):
        lines = list(chance.choice(sources))
        body = lines[6:]
        chance.shuffle(body)
        path = folder / f"{number // 500:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines[:6] + body), "utf-8")


def peak(process: int) -> float:
    """Peak MiB of a process so far (Linux); 0 once it is gone."""
    try:
        found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def descendants(process: int) -> list[int]:
    """The processes started by `process` and by those it started."""
    try:
        tasks = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [found for child in map(int, tasks) for found in (child, *descendants(child))]


def in_process(folder: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds, peak MiB of the parent and of its largest worker, for a whole run to CSV."""
    target = folder.parent / f"out-{jobs}.csv"
    words = ["score", str(folder), "-f", "csv", "-o", str(target), "--jobs", str(jobs)]
    start = time.perf_counter()
    run = subprocess.Popen([sys.executable, "-m", "checklist", *words], stderr=subprocess.DEVNULL)
    parent = worker = 0.0
    while run.poll() is None:
        parent = max(parent, peak(run.pid))
        worker = max([worker, *map(peak, descendants(run.pid))])
        time.sleep(0.1)
    return time.perf_counter() - start, parent, worker


def batches(short: bool, reports: int) -> Figures:
    """Workers and memory over generated reports."""
    sizes = [20, 60] if short else sorted({1_000, reports})
    rows = {}
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            folder = Path(name, str(size))
            folder.mkdir()
            generated(folder, size)
            seconds, parent, worker = in_process(folder, 2)
            rows[str(size)] = {"seconds": seconds, "parent MiB": parent, "worker MiB": worker}
        alone, _, _ = in_process(Path(name, str(sizes[0])), 1)
    first, last = (rows[str(size)]["parent MiB"] for size in (sizes[0], sizes[-1]))
    return {
        "by reports, two workers": rows,
        "parent's peak, last against first": last / first,
        "two workers against one": alone / rows[str(sizes[0])]["seconds"],
        "processors": os.cpu_count(),
    }


def cold_start(short: bool) -> Figures:
    """Whole processes on a report of 10,000 characters, against the imports any command line with tables pays for.

    With bytecode in place for the program as for the libraries: pip leaves it so, a checkout may not.
    """
    for floor in ("checklist", "reports", "scorer", "rules"):
        compileall.compile_dir(ROOT / floor, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        report = Path(name, "report.txt")
        text = "\n".join(document.text for document in documents())
        report.write_text(text[:10_000], "utf-8")
        doubtful = Path(name, "doubtful.txt")
        doubtful.write_text(text[:9_980] + "\n全年对应诉人员办案培训3次。", "utf-8")
        return _cold_start(str(report), str(doubtful), 1 if short else 15)


def _cold_start(report: str, doubtful: str, rounds: int) -> Figures:
    script = Path(sys.executable).with_name("checklist")
    checklist = [str(script)] if script.exists() else [sys.executable, "-m", "checklist"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import click, rich.table": [sys.executable, "-c", "import click, rich.table"],
        "checklist --help": [*checklist, "--help"],
        "checklist score, JSON": [*checklist, "score", report, "-f", "json"],
        "checklist score, terminal": [*checklist, "score", report],
        "checklist score, a word boundary in doubt": [*checklist, "score", doubtful],
    }
    seconds = interleaved(
        {
            name: (
                lambda words=words: subprocess.run(
                    words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
                )
            )
            for name, words in commands.items()
        },
        rounds,
    )
    base = seconds["import click, rich.table"]
    return {name: {"ms": 1000 * value, "times the imports": value / base} for name, value in seconds.items()}


def plot(figures: Figures, path: Path) -> None:
    """Draw cost against text length and against rules as a small SVG."""
    lengths = {int(n): 1000 * s for n, s in figures["growth"]["seconds by characters"].items()}
    rules = {int(n): value for n, value in figures["growth"]["times the cost"].items()}
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="300" font-family="sans-serif" font-size="12">',
        '<rect width="720" height="300" fill="white"/>',
        _chart(lengths, 50, "text length (characters)", "match and judge (ms)"),
        _chart(rules, 410, "copies of the rules", "times the cost of one"),
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n", "utf-8", newline="\n")


def _chart(values: dict[int, float], left: int, across: str, up: str) -> str:
    width, height, bottom = 260, 220, 250
    wide, high = max(values), max(*values.values(), 1e-9)
    points = [(left + width * x / wide, bottom - height * y / high, x, y) for x, y in sorted(values.items())]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in points)
    named = {at for (x, _, at, _), (before, *_) in zip(points[1:], points, strict=False) if x - before > ROOM}
    named.add(points[0][2])
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/><text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{value:.3g}</text>'
        + (f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{at}</text>' if at in named else "")
        for x, y, at, value in points
    )
    axes = f'<path d="M{left} {bottom - height} V{bottom} H{left + width}" fill="none" stroke="black"/>'
    names = (
        f'<text x="{left + width / 2}" y="{bottom + 36}" text-anchor="middle">{across}</text>'
        f'<text x="{left}" y="{bottom - height - 14}">{up}</text>'
    )
    return f'{axes}<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>{dots}{names}'


def show(value: Any, indent: int = 0) -> None:
    for key, item in value.items():
        if isinstance(item, dict):
            print(" " * indent + f"{key}")
            show(item, indent + 2)
        else:
            text = f"{item:.3g}" if isinstance(item, float) else str(item)
            print(" " * indent + f"{key:<48}{text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="smoke run of every part")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--plot", type=Path, help="draw growth to this SVG file")
    parser.add_argument("--reports", type=int, default=20_000, help="size of the larger batch (20,000)")
    chosen = parser.parse_args()
    checklist = load_national()
    figures: Figures = {
        "cold start": cold_start(chosen.short),
        "matching": matching(checklist, chosen.short),
        "pipeline": pipeline(checklist, chosen.short),
        "growth": growth(checklist, chosen.short),
        "batches": batches(chosen.short, chosen.reports),
        "peak MiB of this process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    show(figures)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if chosen.plot:
        plot(figures, chosen.plot)


if __name__ == "__main__":
    main()
