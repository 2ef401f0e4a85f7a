"""Time per report by format, beside the bare library's own, as ratios taken in one run.

    python benchmarks/readers.py [--json]

The report is the tests' sample six times over (about 8,500 characters). Rounds of all readers
alternate, medians are shown; `ratio` is reader / bare library. A library that is not installed and
LibreOffice where it is missing are left out and named.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import fixtures_readers as samples  # noqa: E402 - found by the path above

from scorer.readers import expand, read  # noqa: E402
from scorer.readers.office import find_office  # noqa: E402

ROUNDS = 9
TIMES_LONGER = 6


def bare_docx(data: bytes) -> object:
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def bare_docx_lxml(data: bytes) -> object:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return list(etree.fromstring(archive.read("word/document.xml")).itertext("{*}t"))


def bare_html(data: bytes) -> object:
    from lxml import html

    return html.fromstring(data).text_content()


def bare_trafilatura(data: bytes) -> object:
    import trafilatura

    return trafilatura.extract(data, fast=True)


def bare_pdf(data: bytes) -> object:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def bare_ofd(data: bytes) -> object:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [list(etree.fromstring(archive.read(name)).itertext()) for name in archive.namelist()]


def bare_rtf(data: bytes) -> object:
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(data.decode("latin-1"))


def bare_mht(data: bytes) -> object:
    return [part.get_payload(decode=True) for part in message_from_bytes(data).walk()]


def bare_zip(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def bare_office(data: bytes) -> object:
    """LibreOffice's own conversion, cold, as the reader's is."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.doc")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx"]
        return subprocess.run(
            [str(find_office()), *options, "--outdir", folder, str(source)], capture_output=True, check=True
        )


def cases() -> dict[str, tuple[str, bytes, str, Callable[[bytes], object]]]:
    """Label → file name, its bytes, the library beside it, and what that library does."""
    samples.PARAGRAPHS *= TIMES_LONGER
    docx, page = samples.report_docx(), samples.report_html().encode()
    text = "\n".join(samples.PARAGRAPHS)
    pages = samples.placed_pages()
    rtf = samples.report_rtf("unicode")
    found: dict[str, tuple[str, bytes, str, Callable[[bytes], object]]] = {
        "txt utf-8": ("a.txt", text.encode(), "bytes.decode", lambda data: data.decode("utf-8")),
        "txt gb18030": ("a.txt", text.encode("gb18030"), "bytes.decode", lambda data: data.decode("gb18030")),
        "docx": ("a.docx", docx, "python-docx", bare_docx),
        "docx (lxml)": ("a.docx", docx, "zipfile + lxml, text only", bare_docx_lxml),
        "html": ("a.html", page, "lxml text_content", bare_html),
        "html (trafilatura)": ("a.html", page, "trafilatura fast", bare_trafilatura),
        "mht": ("a.mht", samples.report_mht(), "email", bare_mht),
        "pdf": ("a.pdf", samples.make_pdf(pages), "pypdfium2", bare_pdf),
        "ofd": ("a.ofd", samples.make_ofd(pages), "zipfile + lxml, text only", bare_ofd),
        "rtf": ("a.rtf", rtf, "striprtf", bare_rtf),
        "zip": ("a.zip", samples.make_gbk_zip({"报告.docx": docx, "报告.rtf": rtf}), "zipfile", bare_zip),
    }
    if find_office():
        found["doc"] = ("a.doc", _as_doc(docx), "soffice --convert-to", bare_office)
    return found


def _as_doc(docx: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.docx")
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [
            str(find_office()),
            profile,
            "--headless",
            "--convert-to",
            "doc:MS Word 97",
            "--outdir",
            folder,
        ]
        subprocess.run([*command, str(source)], capture_output=True, check=True)
        return Path(folder, "a.doc").read_bytes()


def ours(name: str, data: bytes) -> object:
    return list(expand(data, name)) if name.endswith(".zip") else read(data, name)


def measure() -> list[dict[str, Any]]:
    """Milliseconds and ratio of each case; the first, cold round is not counted."""
    todo = cases()
    times: dict[str, tuple[list[float], list[float]]] = {label: ([], []) for label in todo}
    for number in range(ROUNDS + 1):
        for label, (name, data, _, bare) in list(todo.items()):
            try:
                row = (timed(lambda d=data, n=name: ours(n, d)), timed(lambda d=data, b=bare: b(d)))
            except ImportError as error:
                print(f"{label}: 未测（{error}）", file=sys.stderr)
                del todo[label]
                continue
            if number and (label != "doc" or number <= 3):
                for kept, value in zip(times[label], row, strict=True):
                    kept.append(value)
    return [
        {
            "format": label,
            "reader_ms": round(median(times[label][0]), 3),
            "bare": library,
            "bare_ms": round(median(times[label][1]), 3),
            "ratio": round(median(times[label][0]) / median(times[label][1]), 2),
        }
        for label, (_, _, library, _) in todo.items()
    ]


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    rows = measure()
    if "--json" in sys.argv[1:]:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(
            f"{row['format']:<20}{row['reader_ms']:>10.2f} ms   {row['bare']:<28}{row['bare_ms']:>10.2f} ms"
            f"   ×{row['ratio']:.2f}"
        )


if __name__ == "__main__":
    main()
