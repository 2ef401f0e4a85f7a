"""What is asked of an annual 法治政府建设 report: the rule model, its loader and the shipped rules."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.loader import load_national as load_national
    from rules.loader import load_pack as load_pack
    from rules.located import RulesError as RulesError
    from rules.model import Checklist as Checklist
    from rules.model import Element as Element

__all__ = ["Checklist", "Element", "RulesError", "load_national", "load_pack"]
_HOMES = {
    "Checklist": "rules.model",
    "Element": "rules.model",
    "RulesError": "rules.located",
    "load_national": "rules.loader",
    "load_pack": "rules.loader",
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: a run with compiled rules needs no loader.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
