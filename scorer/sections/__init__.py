"""Judge the parts that are sections of their own: problems, causes, plan, and whether the plan answers.

For these four elements the place decides more than the words: “问题” in the account is mostly a problem
solved for somebody else, “下一步” a step of a form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.model import Element
from scorer.match import Engine
from scorer.sections.common import Verdict
from scorer.sections.plan import judge_plan
from scorer.sections.problems import judge_causes, judge_problems
from scorer.sections.response import judge_response

if TYPE_CHECKING:
    from scorer.judge import Reading


def judge_section(engine: Engine, number: int, element: Element, reading: Reading) -> Iterator[Verdict]:
    """Yield (hit, status, weight, quantified, reason) for every sentence that bears on the element."""
    if element.judge == "response":
        return judge_response(engine, number, reading)
    if element.judge == "plan":
        return judge_plan(engine, number, reading)
    if element.judge == "causes":
        return judge_causes(number, reading)
    return judge_problems(engine, number, reading)


__all__ = ["judge_section"]
