"""Options that several commands share."""

from __future__ import annotations

import click

PACK = click.option(
    "--rules",
    "pack",
    metavar="规则包",
    help="规则包的编号或文件夹，不写则按 checklist.toml，再没有就用全国通用规则",
)
JSON = click.option(
    "-f", "--format", "output", type=click.Choice(["terminal", "json"]), default="terminal", help="输出格式"
)
ENCODING = click.option("--encoding", metavar="编码", help="文本文件的编码，代替自动识别")
