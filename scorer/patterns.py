"""Regular expressions compiled when first used: the start-up of a single report pays for no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

_METHODS = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "split",
    "sub",
    "subn",
    "pattern",
    "flags",
    "groups",
)


class _Late:
    """Stands for a pattern; at the first use the real one's methods take the place of this lookup."""

    def __init__(self, regex: str, flags: int) -> None:
        self._regex = regex
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self._regex, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


if TYPE_CHECKING:

    def late(regex: str, flags: int = 0) -> re.Pattern[str]: ...

else:

    def late(regex: str, flags: int = 0) -> _Late:
        """Return what behaves like `re.compile(regex, flags)`; a faulty regex shows at the first use."""
        return _Late(regex, flags)
