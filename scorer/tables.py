"""The matchers of a checklist as plain tables: numbers and strings that can be stored and read back."""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from scorer.arrays import Index, Numbers, index
from scorer.lexicon import Vocabulary

Block = Literal["speaks", "proves", "touches", "lookalikes", "excludes"]
# In this order matchers are tried: what masks comes before what it masks.
BLOCKS: tuple[Block, ...] = ("lookalikes", "excludes", "proves", "speaks", "touches")
TOUCHES = 4  # the last of them
FIGURE_WORD = 0  # the word that stands for any figure
SIGN = -1  # owner of the rows that are signs, not an element's
SPEAKING = frozenset(("speaks", "proves", "touches"))
FUZZY_FROM = 4  # characters of a phrase from which damage is looked for


class Row(NamedTuple):
    """A compiled matcher: whose it is, and what a sentence must hold for it.

    `owner` is an element's number and `block` an index into BLOCKS; for a sign, SIGN and the sign's number.
    `groups`: one word of each must stand there, and none of group `without` (-1: there is none), all inside
    `within` characters; `bounded` words only on word boundaries. A row with a `regex` is that regex, to
    be tried where a word of each of its groups stands. Words and groups are numbers.
    """

    owner: int
    block: int
    source: str
    groups: tuple[int, ...]
    without: int = -1
    within: int = 0
    bounded: tuple[int, ...] = ()
    regex: str | None = None


class Rows:
    """A list of rows kept in columns; a row is put together when it is asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._heads = Numbers(
            number for row in rows for number in (row.owner + 1, row.block, row.without + 1, row.within)
        )
        self._groups = index(row.groups for row in rows)
        sources = [row.source.encode() for row in rows]  # text only for the few that are asked for
        self._sources = b"".join(sources)
        self._starts = Numbers(accumulate(map(len, sources), initial=0))
        self._bounded = {number: row.bounded for number, row in enumerate(rows) if row.bounded}
        self._regexes = {number: row.regex for number, row in enumerate(rows) if row.regex is not None}

    def __len__(self) -> int:
        return self._groups.size

    def __getitem__(self, number: int) -> Row:
        owner, block, without, within = self._heads.view[4 * number : 4 * number + 4]
        starts = self._starts.view
        return Row(
            owner - 1,
            block,
            self._sources[starts[number] : starts[number + 1]].decode(),
            tuple(self._groups.of(number)),
            without - 1,
            within,
            self._bounded.get(number, ()),
            self._regexes.get(number),
        )


class Tables(NamedTuple):
    """The matchers; all that stands in lists and tables is numbers.

    `vocabulary`: all folded literals, as number 0 the one for any figure. `groups`: the words of each group.

    `rows`: first those of all blocks but `touches`, element by element, block by block; from `touches` on those,
    element by element; from `signs` on those of the signs. `anchored`: by word the rows of whose groups the
    one that is met least has the word. All other groups that rows ask for are demands, those met most first:
    `needs`: by row its demands, `meets`: by word the demands it meets, `demands`: how many there are.
    `everywhere`: the rows without groups.

    `lanes`: words looked for through damage. By element: `speaking`, the words of its rows that speak, prove or
    touch; `speaking_lanes`, those that are lanes, by their place among those. By word: `namers` and `tellers`, the
    elements that have it in their rows that speak and that prove; `weights`, how much it tells of them, in hundredths.
    `breadths`: by element how many words that tell something it has in its rows that prove.
    """

    vocabulary: Vocabulary
    rows: Rows
    touches: int
    signs: int
    groups: Index
    anchored: Index
    needs: Index
    meets: Index
    demands: int
    everywhere: list[int]
    lanes: list[int]
    speaking: Index
    speaking_lanes: Index
    namers: Index
    tellers: Index
    weights: Numbers
    breadths: Numbers
