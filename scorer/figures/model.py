"""What the figure checker passes on: a relation between figures, with its arithmetic written out."""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["sum", "ratio", "difference", "part", "count", "repeat"]
Confidence = Literal["explicit", "cross", "weak"]
Number = int | float

AGREES = "与报告一致"


class Relation(NamedTuple):
    """Figures that depend on each other, as the report states them and as they compute.

    `text[start:end] == quote` in the text given. `total` is the whole, denominator, stated count or
    first of two tellings; `parts` are addends (negative where taken off), numerator, named items or
    second telling. Rates are percents. `holds` is None where the figures cannot settle it.
    """

    kind: Kind
    quote: str
    start: int
    end: int
    total: Number
    parts: tuple[Number | str, ...]
    stated: Number | None
    computed: Number | None
    holds: bool | None
    arithmetic: str
    confidence: Confidence


class Draft(NamedTuple):
    """A relation whose span is still in the folded text the readers work on."""

    kind: Kind
    start: int
    end: int
    total: Decimal
    parts: tuple[Decimal | str, ...]
    stated: Decimal | None
    computed: Decimal | None
    holds: bool | None
    arithmetic: str
    confidence: Confidence


def plain(value: Decimal) -> str:
    """A value as a person writes it: no exponent, no trailing zeros, at most four decimals."""
    text = f"{value:.4f}"
    return text.rstrip("0").rstrip(".")


def number(value: Decimal) -> Number:
    """A value for JSON: int where it is whole."""
    return int(value) if value == value.to_integral_value() else round(float(value), 6)


def addition(parts: Sequence[Decimal], total: Decimal) -> str:
    """The sum written out, with what the report says: 12＋7＝19，报告写20，差1."""
    computed = sum(parts, Decimal(0))
    written = "".join(f"－{plain(-part)}" if part < 0 else f"＋{plain(part)}" for part in parts)
    gap = abs(total - computed)
    verdict = f"报告写{plain(total)}，差{plain(gap)}" if gap else AGREES
    return f"{written.removeprefix('＋')}＝{plain(computed)}，{verdict}"
