"""XML parsed without trusting it: no DTD, no entity, no network, bounded depth."""

from __future__ import annotations

from lxml import etree

from scorer.model import ReadingError

MAX_TAGS = 2_000_000  # a long report has a fiftieth of it


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root element; ReadingError naming the part when it is broken, too deep or declares entities."""
    if data.count(b"<") > MAX_TAGS:
        raise ReadingError(f"{part} 里的标记超过 {MAX_TAGS // 10_000} 万个，疑似恶意构造，没有读")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,  # keeps libxml2's limits: depth 256, amplification, 10 MB a text node
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise ReadingError("文件嵌套过深，疑似损坏或恶意构造，请另存后再试") from error
        raise ReadingError(f"文件不完整或已损坏（{part} 读不出来），请用原来的软件打开后重新保存") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadingError("文件内有 DTD 实体声明，正常文档不会有，疑似恶意构造，没有读")
    return root


def local(element: etree._Element) -> str:
    """The tag without its namespace (the strict and the transitional one name the same things)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute's value, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
