"""What the rules commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from rules.located import RulesError


def write_json(record: Any, target: Path | None = None) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1)
    if target is None:
        click.echo(text)
        return
    try:
        target.write_text(text + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise RulesError(f"{target}：写不进去（{error.strerror}）") from error
    click.echo(f"写出 {target}")
