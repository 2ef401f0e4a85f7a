"""Click's own words (usage, options, errors) in Chinese."""

from __future__ import annotations

import gettext
from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本说明",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用“{command} {option}”查看说明。",
    "No such option: {name}": "没有这个选项：{name}",
    "No such option {name!r}.": "没有这个选项：{name}",
    "No such command {name!r}.": "没有这个命令：{name}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "请写明命令。",
    "Missing {param_type}": "缺少 {param_type}",
    "Invalid value: {message}": "取值有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 取值有误：{message}",
    "Got unexpected extra argument ({args})": "多出的参数：{args}",
    "Got unexpected extra arguments ({args})": "多出的参数：{args}",
    "Option {name!r} requires an argument.": "选项 {name} 后面要有内容。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要有 {nargs} 项内容。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不带内容。",
    "{value!r} is not one of {choices}.": "{value} 不在可选范围：{choices}。",
    "{value!r} is not {choice}.": "{value} 不是 {choice}。",
    "{value!r} is not a valid {number_type}.": "{value} 不是有效的数（{number_type}）。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件。",
    "Did you mean {possibility}?": "是否想写 {possibility}？",
    "(Possible options: {possibilities})": "（可用：{possibilities}）",
    "Did you mean one of: {possibilities}?": "是否想写其中之一：{possibilities}？",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "Aborted!": "已中断。",
    "default: {default}": "默认 {default}",
    "required": "必填",
    "File": "文件",
    "Directory": "文件夹",
    "Path": "路径",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


class _Chinese(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _WORDS.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _WORDS.get(msgid1 if n == 1 else msgid2, msgid1 if n == 1 else msgid2)


def install() -> None:
    """Let click's calls of gettext.gettext and gettext.ngettext answer in Chinese.

    Click imports them into its modules as `_` and `ngettext`, so they are replaced there.
    """
    chinese = _Chinese()
    import click.core
    import click.decorators
    import click.exceptions
    import click.formatting
    import click.parser
    import click.types

    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.types,
    ):
        for name, function in (("_", chinese.gettext), ("ngettext", chinese.ngettext)):
            if hasattr(module, name):
                setattr(module, name, function)
