"""Render a page from its template as one file that loads nothing and runs only its own script."""

from __future__ import annotations

import base64
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from reports.outputs import require
from reports.view import MARKS, NOTICE_NAMES, SEVERITY_NAMES, basis_text, clipped, score_text, visible
from rules.model import NEED_NAMES, STATUS_NAMES
from scorer.digest import sha256

if TYPE_CHECKING:
    from jinja2 import Environment

_POLICY = "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
NAMES = {
    "marks": MARKS,
    "statuses": STATUS_NAMES,
    "needs": NEED_NAMES,
    "notice_kinds": NOTICE_NAMES,
    "severities": SEVERITY_NAMES,
}


def check_extra() -> None:
    """Raise MissingExtra where pages can't be rendered."""
    require("jinja2", "Jinja2", "html")


def render(name: str, **values: Any) -> str:
    """Return page `name`: its template filled in, its style and script inside, both named by hash in the policy."""
    style, script = _asset("base.css") + _asset(f"{name}.css"), _asset(f"{name}.js")
    policy = _POLICY.format(style=_digest(style), script=_digest(script))
    template = _environment().get_template(f"{name}.html")
    return template.render(policy=policy, style=style, script=script, **NAMES, **values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(score=score_text, clipped=clipped, points="{:g}".format, basis=basis_text)
    return environment


def _shown(value: Any) -> Any:
    """What a template prints: control characters written out; markup made by the template stays."""
    if value is None:
        return ""
    return visible(value) if type(value) is str else value


@lru_cache(maxsize=16)
def _asset(name: str) -> str:
    return resources.files("reports").joinpath("html", name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()
