"""Old Word, WPS and sheet files, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scorer.model import ReadingError
from scorer.readers.docx import read_docx
from scorer.readers.parts import MARGIN, Draft, Paragraph

SECONDS = 60.0
MAX_OUTPUT = 64 * 1024 * 1024
WINDOWS = sys.platform == "win32"
MAC_APP = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
# kind → suffix LibreOffice knows the input by; sheets become text with tabs, the rest docx
SUFFIXES = {"doc": ".doc", "works": ".wps", "odt": ".odt", "xls": ".xls", "xlsx": ".xlsx"}
SHEETS = ("xls", "xlsx")
TO_SHEET = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1"
TO_TEXT = "docx:MS Word 2007 XML"
ENCRYPTED_FLAG = 0x0100  # fEncrypted in the file information block of a .doc
# no macros, no links followed, nothing recovered from an earlier run
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">\
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse">\
<value>1</value></prop></item>
</oor:items>
"""


def read_office(data: bytes, name: str, encoding: str | None) -> Draft:
    """Converts the file and reads what comes out: docx as docx, sheets row by row."""
    kind = _kind(data)
    program = find_office()
    if program is None:
        raise ReadingError("旧格式文档要用 LibreOffice 读，本机没有找到，请安装 LibreOffice，或另存为 docx")
    with tempfile.TemporaryDirectory(prefix="checklist-", ignore_cleanup_errors=True) as folder:
        outputs = _convert(program, data, kind, Path(folder))
        if kind in SHEETS:
            return Draft(kind, _rows(outputs))
        draft = read_docx(outputs[0].read_bytes(), name, None)
        draft.kind = "wps" if name.lower().endswith(".wps") else kind
        return draft


def find_office() -> str | None:
    """LibreOffice's program: on PATH, in the Windows program folders, in the macOS application."""
    for command in ("soffice", "libreoffice"):
        found = shutil.which(command)
        if found:
            return found
    return next((str(path) for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    yield MAC_APP
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
        folder = os.environ.get(variable)
        if folder:
            yield Path(folder) / "LibreOffice" / "program" / "soffice.com"  # unlike .exe it waits


def _kind(data: bytes) -> str:
    if data.startswith(b"PK"):
        return "xlsx" if b"xl/workbook" in data else "odt"
    if "WordDocument".encode("utf-16-le") in data:
        if _is_encrypted(data):
            raise ReadingError("加密的 doc，请用 Word 或 WPS 打开，去掉密码后重新保存")
        return "doc"
    return "xls" if any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")) else "works"


def _is_encrypted(data: bytes) -> bool:
    """By the flag in the document's information block, which begins a sector ([MS-DOC] 2.5.1)."""
    for start in range(512, len(data) - 12, 512):
        if data[start : start + 2] == b"\xec\xa5":
            return bool(int.from_bytes(data[start + 10 : start + 12], "little") & ENCRYPTED_FLAG)
    return False


def _convert(program: str, data: bytes, kind: str, folder: Path) -> list[Path]:
    source = folder / f"input{SUFFIXES[kind]}"
    source.write_bytes(data)
    output = folder / "output"
    profile = folder / "profile" / "user"
    output.mkdir()
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", TO_SHEET if kind in SHEETS else TO_TEXT, "--outdir", str(output), str(source)),
    ]
    status = _run(command, folder)
    found = sorted(path for path in output.iterdir() if path.is_file())
    if not found:
        part = "Calc" if kind in SHEETS else "Writer"
        raise ReadingError(
            f"LibreOffice 转换不了（状态 {status}：文件加密或损坏，或没有装 {part} 组件），请另存为 docx"
        )
    if sum(path.stat().st_size for path in found) > MAX_OUTPUT:
        raise ReadingError(f"转换后超过 {MAX_OUTPUT >> 20} MB 的上限，请只取报告本身")
    return found


def _run(command: list[str], folder: Path) -> int:
    """Runs the command in a process group of its own, and ends the whole group when time is up."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=not WINDOWS,
    )
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadingError(
            f"LibreOffice 在 {SECONDS:.0f} 秒内没有转换完，请用 Word 或 WPS 另存为 docx"
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of the group: soffice is a script whose child does the work."""
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # nothing was left
    process.wait()


def _rows(outputs: list[Path]) -> list[Paragraph]:
    """The rows of every sheet, as LibreOffice wrote them: cells with tabs between."""
    rows = []
    for path in outputs:
        text = path.read_bytes().decode("utf-8-sig")
        for number, line in enumerate(text.split("\n"), 1):
            row = line.strip(MARGIN)
            if row:
                rows.append(Paragraph(row, f"第{number}行"))
    return rows
