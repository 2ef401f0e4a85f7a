"""Read the one file a command was given, or end the command with one clear line."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from checklist import exits
from scorer.model import Document, ReadingError
from scorer.readers import read


def read_file(path: Path, encoding: str | None) -> Document:
    """Return the document in `path`; ends the command with status UNREAD where it can't be read."""
    try:
        return read(path.read_bytes(), str(path), encoding=encoding)
    except ReadingError as error:
        _stop(path, str(error))
    except OSError as error:
        _stop(path, f"打不开文件（{error.strerror}），请检查路径和权限")


def _stop(path: Path, why: str) -> NoReturn:
    click.echo(f"{path}：无法读取，{why}", err=True)
    raise click.exceptions.Exit(exits.UNREAD)
