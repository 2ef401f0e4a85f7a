"""Reads whatever offices send: bytes and a name in, text with blocks and places out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scorer.model import Document, ReadingError
from scorer.readers.parts import MAX_BYTES, Draft, finish
from scorer.readers.sniff import is_report_name, kind_of

if TYPE_CHECKING:
    from scorer.readers.archive import expand, is_archive

__all__ = ["MAX_BYTES", "expand", "is_archive", "is_report_name", "read"]

# format → the module imported when a file of that format comes, and its function
READERS = {
    "txt": ("text", "read_text"),
    "docx": ("docx", "read_docx"),
    "html": ("html", "read_html"),
    "mht": ("mht", "read_mht"),
    "pdf": ("pdf", "read_pdf"),
    "ofd": ("ofd", "read_ofd"),
    "rtf": ("rtf", "read_rtf"),
    "doc": ("office", "read_office"),
    "works": ("office", "read_office"),
    "odt": ("office", "read_office"),
    "xls": ("office", "read_office"),
    "xlsx": ("office", "read_office"),
}
INSTALL = {"lxml": "lxml", "pypdfium2": "fazhi-checklist[pdf]"}


def __getattr__(name: str) -> Any:
    # Most files are no archive: what opens one is loaded when asked for.
    if name in ("expand", "is_archive"):
        return getattr(import_module("scorer.readers.archive"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(data: bytes, name: str, *, encoding: str | None = None) -> Document:
    """One file (no archive) as text; ReadingError, one Chinese line, is the only exception.

    `encoding` overrides what a text or web page says of itself. Hints are title, issuer, source and
    published (an ISO date) where the page or the file's properties state them.
    """
    try:
        draft = _read(data, name, encoding)
        return finish(draft, data, name)
    except ReadingError:
        raise
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        raise ReadingError(f"缺少 {package}，请运行 pip install '{INSTALL.get(package, package)}'") from error
    except RecursionError as error:
        raise ReadingError("文件嵌套过深，疑似损坏或恶意构造，请另存为 docx 或文本后再试") from error
    except MemoryError as error:
        raise ReadingError("读取所需内存过大，请只取报告本身后再试") from error
    except Exception as error:  # the boundary: a broken file must not end the batch
        raise ReadingError(
            f"文件损坏，读不出来（{type(error).__name__}），请用原来的软件打开后重新保存"
        ) from error


def _read(data: bytes, name: str, encoding: str | None) -> Draft:
    kind = kind_of(data, name)
    if kind == "zip":
        raise ReadingError("是压缩包，请解压后再读其中的文件")
    module, function = READERS[kind]
    draft: Draft = getattr(import_module(f"scorer.readers.{module}"), function)(data, name, encoding)
    return draft
