"""Any bytes at all become a document or a reading error, by every reader."""

from __future__ import annotations

import pytest
from fixtures_readers import (
    make_docx,
    make_ofd,
    make_pdf,
    make_zip,
    paragraph,
    placed_pages,
    report_docx,
    report_html,
    report_mht,
    report_rtf,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scorer.model import Document, ReadingError
from scorer.readers import expand, is_archive, office, read

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
SAMPLES = {
    "a.txt": "法治政府建设\n".encode("gb18030") * 20,
    "a.md": "# 法治政府\n".encode(),
    "a.docx": report_docx(),
    "a.html": report_html().encode(),
    "a.mht": report_mht(),
    "a.pdf": make_pdf(placed_pages()),
    "a.ofd": make_ofd(placed_pages()),
    "a.rtf": report_rtf("gbk"),
    "a.zip": make_zip({"a.txt": "甲", "b/c.docx": report_docx()}),
}
MAGIC = [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1", b"<html>", b"MIME-Version: 1.0\n", OLE, b"\xff\xfe"]


def check(data: bytes, name: str, encoding: str | None = None) -> None:
    """Reads, and holds the contract of what comes back."""
    try:
        document = read(data, name, encoding=encoding)
    except ReadingError as error:
        assert str(error) and "\n" not in str(error)
        return
    assert isinstance(document, Document)
    document.text.encode("utf-8")
    end = -1
    for block in document.blocks:
        assert end < block.start < block.end <= len(document.text)
        assert document.text[block.start : block.end].strip()
        assert "\n" not in document.text[block.start : block.end]
        end = block.end


@pytest.fixture(autouse=True)
def _no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)


@pytest.mark.parametrize(
    "name", ["a.txt", "a.docx", "a.html", "a.mht", "a.pdf", "a.ofd", "a.rtf", "a.doc", "a.et", "a"]
)
@QUICK
@given(
    magic=st.sampled_from(MAGIC),
    rest=st.binary(max_size=400),
    encoding=st.sampled_from([None, "gbk", "utf-16"]),
)
@example(magic=b"", rest=b"", encoding=None)
def test_any_bytes(name: str, magic: bytes, rest: bytes, encoding: str | None) -> None:
    check(magic + rest, name, encoding)


@pytest.mark.parametrize("name", SAMPLES)
@QUICK
@given(data=st.data())
def test_a_sample_with_bytes_changed_and_cut(name: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[name])
    for at in data.draw(st.lists(st.integers(0, len(sample) - 1), max_size=8)):
        sample[at] = data.draw(st.integers(0, 255))
    changed = bytes(sample[: data.draw(st.integers(len(sample) // 2, len(sample)))])
    check(changed, name)
    assert all(isinstance(value, bytes | ReadingError) for _, value in expand(changed, name))
    assert is_archive(changed, name) in (True, False)


TAGS = st.sampled_from(
    [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:sdt",
        "w:txbxContent",
        "w:ins",
        "w:del",
        "w:pPr",
        "w:numPr",
    ]
)
XML = st.recursive(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="<&>\ufffe\uffff"),
        max_size=5,
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@QUICK
@given(XML, st.text(max_size=40))
def test_any_order_of_word_elements(body: str, style: str) -> None:
    check(make_docx(body), "a.docx")
    check(make_docx(paragraph("文", '<w:numPr><w:numId w:val="1"/></w:numPr>'), numbering=body), "a.docx")


HTML_TAGS = [
    "p",
    "div",
    "table",
    "tr",
    "td",
    "br",
    "a href='x'",
    "span",
    "pre",
    "ul",
    "li",
    "h1",
    "script",
    "title",
]


@QUICK
@given(
    st.lists(
        st.one_of(st.sampled_from(HTML_TAGS), st.sampled_from(["/" + t.split()[0] for t in HTML_TAGS])),
        max_size=40,
    )
)
def test_any_order_of_html_tags(tags: list[str]) -> None:
    check(("<html>" + "".join(f"<{tag}>法治，政府。" for tag in tags)).encode(), "a.html")


RTF_WORDS = [
    "par",
    "cell",
    "row",
    "intbl",
    "pard",
    "u27861",
    "u-3913",
    "u55357",
    "u56832",
    "'b7",
    "'a8",
    "{",
    "}",
    "bin9",
    "fonttbl",
    "*",
]


@QUICK
@given(st.lists(st.sampled_from(RTF_WORDS), max_size=40))
def test_any_order_of_rtf_words(words: list[str]) -> None:
    body = "".join(word if word in "{}" else f"\\{word} " for word in words)
    check(f"{{\\rtf1\\ansicpg936 {body}}}".encode(), "a.rtf")
