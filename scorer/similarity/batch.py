"""Groups of reports in a batch that share long passages.

Each report becomes a sample of its 10-character shingles (Chinese characters only, so that changed
figures, punctuation and layout do not hide a copy). Shingles that many reports use are set phrases
and fall out. MinHash signatures (rensa) and banding name the candidates, the shingles themselves
decide. A report takes about 4 KB while the batch is read, so 100,000 of them fit into a laptop's memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from scorer.fold import normalise
from scorer.similarity.phrases import SET_PHRASES

SHINGLE = 10
SAMPLE_BITS = 3  # one shingle in 8 is kept, the same ones in every report
SIGNATURE = (
    256  # two rows a band, 128 bands: a pair sharing 30 % is a candidate with probability 0.98, 20 % 0.79
)
COMMON = 50  # a shingle in more reports than this (or one in a hundred) is a set phrase
FEWEST = 24  # sampled shingles a report needs to be compared (about 200 characters)
SHARE = 20.0
_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_CHUNK = 4096


class MissingExtra(RuntimeError):
    """The libraries of the optional extra `similarity` are not installed; the message says how to."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports and the share (0-100) of the shorter one's own words that stand in the other.

    Counted in shingles: a single sentence taken over counts for about four fifths of its length.
    """

    first: str
    second: str
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """Reports tied together by shared passages, directly or through one another; names sorted."""

    names: tuple[str, ...]
    pairs: tuple[Pair, ...]


def near_duplicates(texts: Iterable[tuple[str, str]], share: float = SHARE) -> list[Group]:
    """Return the groups of (name, text) reports that share at least `share` percent of their own words.

    The texts are read once and not kept. Same input, same groups; they are sorted by their names.
    Raises MissingExtra where numpy or rensa is not installed.
    """
    np, rensa = _libraries()
    names: list[str] = []
    samples: list[Any] = []
    for name, text in texts:
        names.append(name)
        samples.append(_sample(np, text))
    if len(names) < 2:
        return []
    samples = _without_common(np, samples)
    usable = np.array([len(sample) >= FEWEST for sample in samples])
    signatures = _signatures(np, rensa, samples)
    links: list[tuple[int, int, float]] = []
    for first, second in _candidates(np, signatures, usable):
        common = len(np.intersect1d(samples[first], samples[second], assume_unique=True))
        found = 100 * common / min(len(samples[first]), len(samples[second]))
        if found >= share:
            links.append((first, second, round(found, 1)))
    return _groups(names, links)


def _libraries() -> tuple[Any, Any]:
    try:
        return import_module("numpy"), import_module("rensa")
    except ImportError as error:
        remedy = "pip install 'fazhi-checklist[similarity]'"
        message = f"查找相似报告需要可选组件（缺少 {error.name}），请安装：{remedy}"
        raise MissingExtra(message) from error


@cache
def _plain() -> Any:
    """Table from code point to simplified character; 0 for what is not a Chinese character."""
    np = import_module("numpy")
    table = np.zeros(0x10000, dtype=np.uint64)
    table[0x3400:0xA000] = [
        ord(character) for character in normalise("".join(map(chr, range(0x3400, 0xA000))))
    ]
    return table


def _sample(np: Any, text: str) -> Any:
    """Sorted sample of the text's shingle hashes, as uint32."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    codes = _plain()[np.minimum(codes, 0xFFFF)]
    hashes = codes[codes > 0]
    if len(hashes) < SHINGLE:
        return np.zeros(0, dtype=np.uint32)
    width = 1
    wide: dict[int, Any] = {1: hashes}
    while width < 8:  # hash of 2n characters from two hashes of n
        power = np.uint64(pow(_BASE, width, 1 << 64))
        hashes = hashes[:-width] * power + hashes[width:]
        width *= 2
        wide[width] = hashes
    hashes = wide[8][:-2] * np.uint64(pow(_BASE, 2, 1 << 64)) + wide[2][8:]
    hashes = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9 & _MASK)
    kept = hashes[(hashes >> np.uint64(64 - SAMPLE_BITS)) == 0]
    return np.unique((kept >> np.uint64(24)).astype(np.uint32))


def _without_common(np: Any, samples: list[Any]) -> list[Any]:
    """The samples without set phrases: the known ones, and what many of these reports use."""
    values, counts = np.unique(np.concatenate(samples), return_counts=True)
    common = values[counts > max(COMMON, len(samples) // 100)]
    del values, counts
    common = np.union1d(common, np.concatenate([_sample(np, phrase) for phrase in SET_PHRASES]))
    return [sample[~np.isin(sample, common, assume_unique=True)] for sample in samples]


def _signatures(np: Any, rensa: Any, samples: list[Any]) -> Any:
    """One row of SIGNATURE MinHash values a report."""
    rows = np.zeros((len(samples), SIGNATURE), dtype=np.uint32)
    for low in range(0, len(samples), _CHUNK):
        part = samples[low : low + _CHUNK]
        offsets = np.concatenate(([0], np.cumsum([len(sample) for sample in part]))).astype(np.uint64)
        tokens = np.concatenate(part).astype(np.uint64)
        matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(tokens, offsets, SIGNATURE, 1)
        rows[low : low + len(part)] = matrix.to_rows()
    return rows


def _candidates(np: Any, signatures: Any, usable: Any) -> Iterator[tuple[int, int]]:
    """Pairs of reports whose signatures agree in one band of two rows at least, each once, in order."""
    places = np.flatnonzero(usable)
    found: list[Any] = []
    for band in range(0, SIGNATURE, 2):
        high, low = signatures[places, band].astype(np.uint64), signatures[places, band + 1].astype(np.uint64)
        keys = high << np.uint64(32) | low
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        step = 1
        while step < len(order):  # pairs `step` apart inside each run of equal keys
            same = np.flatnonzero(ordered[step:] == ordered[:-step])
            if not len(same):
                break
            first, second = (
                places[order[same]].astype(np.uint64),
                places[order[same + step]].astype(np.uint64),
            )
            found.append(first << np.uint64(32) | second)
            step += 1
    if not found:
        return
    for code in np.unique(np.concatenate(found)).tolist():
        yield code >> 32, code & 0xFFFFFFFF


def _groups(names: list[str], links: list[tuple[int, int, float]]) -> list[Group]:
    """Join linked reports into groups."""
    leader = list(range(len(names)))

    def find(report: int) -> int:
        while leader[report] != report:
            leader[report] = leader[leader[report]]
            report = leader[report]
        return report

    for first, second, _ in links:
        low, high = sorted((find(first), find(second)))
        leader[high] = low
    members: dict[int, list[tuple[int, int, float]]] = {}
    for link in links:
        members.setdefault(find(link[0]), []).append(link)
    groups = []
    for own in members.values():
        reports = {report for first, second, _ in own for report in (first, second)}
        pairs = [Pair(*_sorted(names[first], names[second]), share) for first, second, share in own]
        pairs.sort(key=lambda pair: (pair.first, pair.second))
        groups.append(Group(tuple(sorted(names[report] for report in reports)), tuple(pairs)))
    return sorted(groups, key=lambda group: group.names)


def _sorted(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)
