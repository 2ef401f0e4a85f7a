"""Near-duplicates in a generated batch: recall, precision, time and memory.

    python benchmarks/similarity.py                      20,000 reports, 500 planted pairs
    python benchmarks/similarity.py --reports 100000
    python benchmarks/similarity.py --compare            rensa and datasketch on the same samples

The reports are made of random two-character words, so nothing but what is planted is shared: stock
sentences everyone uses, sentences of a region used by a hundred reports, 500 pairs in which the
second report keeps 40-95 % of the first one's own sentences (half of them with new figures, some
moved), and as many pairs that share only 5-15 % and must not be named.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scorer.similarity import near_duplicates
from scorer.similarity.phrases import SET_PHRASES

SENTENCES = 80
UNITS = "件次场期份人起条户批"


class Maker:
    """Makes reports of random words; the same seed makes the same batch."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        text = files("scorer").joinpath("data/common_words.txt").read_text("utf-8").strip()
        self.words = sorted({text[at : at + 2] for at in range(0, len(text), 2)})
        self.stock = [*(phrase + "。" for phrase in SET_PHRASES[:20]), *(self.sentence() for _ in range(60))]
        self.regions = [[self.sentence() for _ in range(5)] for _ in range(200)]

    def sentence(self) -> str:
        chosen = self.random.choices(self.words, k=self.random.randint(12, 26))
        half = len(chosen) // 2
        figure = f"{self.random.randint(2, 900)}{self.random.choice(UNITS)}"
        return f"{''.join(chosen[:half])}{figure}，{''.join(chosen[half:])}。"

    def own(self, count: int = SENTENCES) -> list[str]:
        return [self.sentence() for _ in range(count)]

    def report(self, own: list[str], region: int) -> str:
        sentences = [*own, *self.regions[region % len(self.regions)]]
        for phrase in self.random.sample(self.stock, 14):
            sentences.insert(self.random.randrange(len(sentences)), phrase)
        return "\n".join("".join(sentences[at : at + 6]) for at in range(0, len(sentences), 6))

    def copy(self, own: list[str], kept: float) -> list[str]:
        """The sentences with all but a share replaced; half of the kept ones get new figures."""
        keep = set(self.random.sample(range(len(own)), round(kept * len(own))))
        made = [self.refigure(text) if at in keep else self.sentence() for at, text in enumerate(own)]
        cut = self.random.randrange(len(made))
        return made[cut:] + made[:cut] if self.random.random() < 0.3 else made

    def refigure(self, sentence: str) -> str:
        if self.random.random() < 0.5:
            return sentence
        return "".join(str(self.random.randint(0, 9)) if letter.isdigit() else letter for letter in sentence)


def batch(reports: int, pairs: int, seed: int = 1) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """(name, text) of all reports in mixed order, and the pairs of names that share long passages."""
    maker = Maker(seed)
    made: list[tuple[str, str]] = []
    planted: set[tuple[str, str]] = set()
    for number in range(2 * pairs):
        own = maker.own()
        kept = maker.random.uniform(0.4, 0.95) if number < pairs else maker.random.uniform(0.05, 0.15)
        first, second = f"{number:06d}a", f"{number:06d}b"
        made += [
            (first, maker.report(own, number)),
            (second, maker.report(maker.copy(own, kept), maker.random.randrange(200))),
        ]
        if number < pairs:
            planted.add((first, second))
    made += [(f"{number:06d}", maker.report(maker.own(), number)) for number in range(4 * pairs, reports)]
    maker.random.shuffle(made)
    return made, planted


def measure(made: list[tuple[str, str]], planted: set[tuple[str, str]]) -> tuple[float, float]:
    """(recall, precision) of the pairs that near_duplicates names."""
    found = {(pair.first, pair.second) for group in near_duplicates(made) for pair in group.pairs}
    hits = len(found & planted)
    return hits / len(planted), hits / len(found) if found else 0.0


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _compare(made: list[tuple[str, str]]) -> Iterator[str]:
    """Seconds of either library for signatures and candidates of the same samples."""
    from scorer.similarity import batch as inner

    np, rensa = import_module("numpy"), import_module("rensa")
    samples = inner._without_common(np, [inner._sample(np, text) for _, text in made])
    start = time.perf_counter()
    signatures = inner._signatures(np, rensa, samples)
    count = sum(1 for _ in inner._candidates(np, signatures, np.ones(len(samples), dtype=bool)))
    yield f"rensa      {time.perf_counter() - start:8.2f} s  {count} candidates"
    try:
        datasketch = import_module("datasketch")
    except ImportError:
        yield "datasketch is not installed"
        return
    start = time.perf_counter()
    hashes = [datasketch.MinHash(num_perm=inner.SIGNATURE, hashfunc=int) for _ in samples]
    index = datasketch.MinHashLSH(num_perm=inner.SIGNATURE, params=(inner.SIGNATURE // 2, 2))
    pairs = set()
    for at, (sketch, sample) in enumerate(zip(hashes, samples, strict=True)):
        sketch.update_batch(sample.tolist())
        pairs |= {(other, at) for other in index.query(sketch)}
        index.insert(at, sketch)
    yield f"datasketch {time.perf_counter() - start:8.2f} s  {len(pairs)} candidates"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    start = time.perf_counter()
    made, planted = batch(options.reports, options.pairs)
    size = sum(len(text) for _, text in made)
    print(f"{len(made)} reports, {size / len(made):.0f} characters each, {len(planted)} planted pairs")
    print(f"made in {time.perf_counter() - start:.1f} s, {_memory():.0f} MB with all texts in memory")
    if options.compare:
        print(*_compare(made), sep="\n")
        return
    start = time.perf_counter()
    recall, precision = measure(made, planted)
    print(f"found in {time.perf_counter() - start:.1f} s, {_memory():.0f} MB at the most")
    print(f"recall {recall:.4f}  precision {precision:.4f}")


if __name__ == "__main__":
    main()
