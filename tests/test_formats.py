"""The same report saved in another format is judged the same and says the same of itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import fixtures_readers as make
import pytest

from rules.model import Checklist
from scorer.auditing import audit
from scorer.model import Scorecard
from scorer.readers import expand
from scorer.readers.office import find_office

SOURCE = Path(__file__).parent.parent / "examples" / "reports" / "shiqiao-township-2019.txt"
SAME_STATUSES = 0.99


@pytest.fixture(scope="module")
def plain(national: Checklist) -> Scorecard:
    return audit(SOURCE, national, name="报告.txt")


def paragraphs() -> list[str]:
    return [line.strip() for line in SOURCE.read_text("utf-8").splitlines() if line.strip()]


def docx() -> bytes:
    return make.make_docx("".join(make.paragraph(text) for text in paragraphs()))


def html() -> bytes:
    title, *body = paragraphs()
    text = "".join(f"<p>{line}</p>" for line in body)
    page = (
        "<html><head><meta charset='utf-8'><title>石桥乡 - 某县人民政府</title></head><body>"
        "<div class='nav'><a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a></div><div class='tools'>字体：[大 中 小]</div>"
        f"<div class='article'><h1>{title}</h1>{text}</div>"
        "<div class='share'>分享到：微信 微博</div><div class='footer'>版权所有 网站地图 ICP备00000000号</div></body></html>"
    )
    return page.encode()


def rtf() -> bytes:
    lines = "".join(
        r"{\pard " + "".join(f"\\u{(ord(c) + 32768) % 65536 - 32768}?" for c in t) + r"\par}"
        for t in paragraphs()
    )
    return ("{\\rtf1\\ansi\\ansicpg936\\uc1 " + lines + "}").encode("ascii")


def zipped() -> bytes:
    return next(iter(dict(expand(make.make_zip({"报告.txt": SOURCE.read_bytes()}), "x.zip")).values()))  # type: ignore[return-value]


def through_office(kind: str, folder: Path) -> bytes:
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = folder / "报告.docx"
    source.write_bytes(docx())
    command = [
        str(office),
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{kind}").read_bytes()


def same(card: Scorecard, plain: Scorecard) -> None:
    assert card.status == "scored", card.reason
    assert (card.meta.issuer, card.meta.level, card.meta.year) == (
        plain.meta.issuer,
        plain.meta.level,
        plain.meta.year,
    )
    assert (card.meta.title, card.meta.published) == (plain.meta.title, plain.meta.published)
    pairs = list(zip(card.findings, plain.findings, strict=True))
    assert sum(a.status == b.status for a, b in pairs) / len(pairs) >= SAME_STATUSES


@pytest.mark.parametrize(
    ("name", "data"),
    [("报告.docx", docx), ("报告.html", html), ("报告.rtf", rtf), ("报告.zip 里的 报告.txt", zipped)],
    ids=["docx", "html", "rtf", "zip"],
)
def test_another_format(name: str, data, plain: Scorecard, national: Checklist) -> None:  # type: ignore[no-untyped-def]
    same(audit(data(), national, name=name), plain)


def test_gb18030(plain: Scorecard, national: Checklist) -> None:
    same(audit(SOURCE.read_text("utf-8").encode("gb18030"), national, name="报告.txt"), plain)


@pytest.mark.parametrize("kind", ["pdf", "doc"])
def test_through_libreoffice(kind: str, plain: Scorecard, national: Checklist, tmp_path: Path) -> None:
    same(audit(through_office(kind, tmp_path), national, name=f"报告.{kind}"), plain)
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)


def test_ofd(plain: Scorecard, national: Checklist) -> None:
    """Lines as on A4 paper: 28 characters of 16 points, the first line of a paragraph set in by two."""
    lines = []
    for number, text in enumerate(paragraphs()):
        if number < 2:
            lines.append((72.0 + 8 * (28 - len(text[:28])), text))  # page line and title: centred
            continue
        lines.append((104.0, text[:26]))
        lines += [(72.0, text[at : at + 28]) for at in range(26, len(text), 28)]
    pages = [
        [(left, 760.0 - 28 * row, text) for row, (left, text) in enumerate(lines[at : at + 24])]
        for at in range(0, len(lines), 24)
    ]
    same(audit(make.make_ofd(pages), national, name="报告.ofd"), plain)
