"""What is asked of an annual 法治政府建设 report: the rule model, its loader and the shipped rules."""

from rules.loader import load_national, load_pack
from rules.located import RulesError
from rules.model import Checklist, Element

__all__ = ["Checklist", "Element", "RulesError", "load_national", "load_pack"]
