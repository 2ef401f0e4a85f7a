"""PDF: the text layer in reading order, read by pdfium in a child process with limits."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scorer.model import ReadingError
from scorer.readers.layout import PlacedLine, PlacedPage, paragraphs_of
from scorer.readers.parts import Draft, borne_out, clean

SECONDS = 40.0  # the child gives up by itself after 20; this is for a page that hangs inside pdfium
REFUSALS = {
    "password": "加密的 pdf，请去掉密码后重新保存",
    "broken": "pdf 不完整或已损坏，请重新取得文件，或用阅读器打开后另存",
    "long": "pdf 的文字超过 200 万字，不像一份年度报告，请只取报告本身",
    "time": "pdf 在 20 秒内没有读完，请只取报告本身的页，或另存为 docx",
}
SCANNED = "无文字层（扫描件），请用文字版或先做 OCR"
GARBLED = "文字层是乱码（字体没有带文字编码），请用文字版或先做 OCR"
GARBLED_SHARE = 0.3
FEW = 20  # characters on average a page; fewer are stamps and page numbers on a scan

_lock = threading.Lock()
_children: dict[int, subprocess.Popen[bytes]] = {}  # by process: a forked worker starts its own


def read_pdf(data: bytes, name: str, encoding: str | None) -> Draft:
    """Paragraphs with the page they begin on; 无文字层 when there is nothing but pictures."""
    if find_spec("pypdfium2") is None:
        raise ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2")
    answer = _ask(data)
    if answer.get("error") == "pages":
        raise ReadingError(f"pdf 有 {answer['count']} 页，超过 2000 页的上限，请只取报告本身的页")
    if "error" in answer:
        raise ReadingError(REFUSALS[answer["error"]])
    pages = [
        PlacedPage(page["width"], page["height"], [PlacedLine(*line) for line in page["lines"]])
        for page in answer["pages"]
    ]
    _check_text(pages)
    paragraphs = paragraphs_of(pages)
    title = clean(str(answer.get("title") or ""))
    hints = {"title": title} if borne_out(title, paragraphs) else {}
    return Draft("pdf", paragraphs, hints, _warnings(pages, answer["pages"]))


def _check_text(pages: list[PlacedPage]) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    shown = [character for character in text if not character.isspace()]
    if not pages:
        raise ReadingError("pdf 里没有页，请重新取得文件")
    if len(shown) < FEW * len(pages) and (not shown or len(pages) > 1 or _pictures_only(shown)):
        raise ReadingError(SCANNED)
    bad = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or not c.isprintable() for c in shown)
    if bad > GARBLED_SHARE * len(shown):
        raise ReadingError(GARBLED)


def _pictures_only(shown: list[str]) -> bool:
    return not any("\u4e00" <= character <= "\u9fff" for character in shown)


def _warnings(pages: list[PlacedPage], raw: list[Mapping[str, Any]]) -> list[str]:
    warnings = []
    broken = [number for number, page in enumerate(raw, 1) if page.get("broken")]
    empty = [n for n, page in enumerate(pages, 1) if not page.lines and n not in broken]
    if broken:
        warnings.append(f"第 {_listed(broken)} 页已损坏，没有读")
    if empty:
        warnings.append(f"第 {_listed(empty)} 页没有文字层（空白或扫描图），没有读")
    return warnings


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")


def _ask(data: bytes) -> dict[str, Any]:
    """The child's answer. One document at a time: the child is shared by a process's threads."""
    with _lock:
        child = _child()
        overdue = threading.Event()

        def stop() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(SECONDS, stop)
        timer.start()
        try:
            answer = _exchange(child, data)
        except (OSError, EOFError) as error:
            _discard(child)
            if overdue.is_set():
                raise ReadingError(f"pdf 在 {SECONDS:.0f} 秒内没有读完，请另存为 docx 后再试") from error
            raise ReadingError("pdf 使读取程序崩溃或内存超限（疑似损坏），请用阅读器打开后另存") from error
        finally:
            timer.cancel()
        return answer


def _exchange(child: subprocess.Popen[bytes], data: bytes) -> dict[str, Any]:
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(len(data).to_bytes(4, "big") + data)
    child.stdin.flush()
    head = child.stdout.read(4)
    body = child.stdout.read(int.from_bytes(head, "big"))
    if len(head) < 4 or len(body) < int.from_bytes(head, "big"):
        raise EOFError("the child ended before its answer did")
    answer: dict[str, Any] = json.loads(body)
    return answer


def _child() -> subprocess.Popen[bytes]:
    child = _children.get(os.getpid())
    if child is None or child.poll() is not None:
        # -P: the folder of the script holds modules named as some of the standard library
        command = [sys.executable, "-P", "-X", "utf8", str(Path(__file__).with_name("pdf_worker.py"))]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        _children.clear()  # an entry of the process we were forked from is not ours to end
        _children[os.getpid()] = child
    return child


def _discard(child: subprocess.Popen[bytes]) -> None:
    _children.pop(os.getpid(), None)
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # what was not yet written has nowhere to go
    child.wait()


@atexit.register
def _close() -> None:
    child = _children.pop(os.getpid(), None)
    if child is not None:
        _discard(child)
