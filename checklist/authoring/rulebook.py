"""The rule book: what is asked and how it is judged, as Markdown and as one HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from checklist.authoring.wording import COVERED_BY, JUDGED, blocks, listed, matcher_words, who, years
from rules.model import NEED_NAMES, SECTION_NAMES, STATUS_NAMES, Checklist, Element, Example, Matcher

ITEMS = 8  # matchers of a block that the book shows
WORDS = 6  # alternatives of a group that the book names; `rules show` names all
LIST = 20  # the same for a word list
_STYLE = """\
body{font:16px/1.7 "Noto Sans SC","Microsoft YaHei",sans-serif;color:#222;background:#fff;max-width:62em;margin:0 auto;padding:1em}
h1{font-size:1.6em}h2{margin-top:2.2em;border-bottom:2px solid #888}h3{margin-top:1.8em;border-left:.3em solid #2a6;padding-left:.5em}
table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2em .6em;text-align:left;vertical-align:top}
code{font-size:.85em;color:#666}details{margin:.4em 0}summary{cursor:pointer}ul{margin:.2em 0}.statutory{color:#b00}
@media (prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#555}code{color:#aaa}.statutory{color:#f88}}
@media print{details{display:block}}
"""


def markdown(checklist: Checklist) -> str:
    """Return the rule book as Markdown."""
    return "\n".join(_markdown(checklist)) + "\n"


def _markdown(checklist: Checklist) -> Iterator[str]:
    yield "<!-- 由 checklist rules docs 从规则生成，请改规则，不要改这里 -->"
    yield f"# {checklist.name}"
    yield ""
    yield from (f"{line}\n" for line in _preface(checklist))
    yield "| 维度 | 要素 | 应当写明 | 建议写明 | 分值 |"
    yield "|---|---|---|---|---|"
    for row in _totals(checklist):
        yield "| " + " | ".join(row) + " |"
    for dimension in checklist.dimensions:
        yield f"\n## {dimension.name}"
        for element in dimension.elements:
            yield f"\n### {element.name}\n"
            yield f"`{element.id}`，" + "，".join(_facts(element)) + "。\n"
            for label, text in _texts(element):
                yield f"- **{label}**：{text}"
            for heading, matchers in blocks(element):
                yield f"\n<details><summary>{heading}（{len(matchers)} 项）</summary>\n"
                yield from (f"- {escape(line, quote=False)}" for line in _first(matchers))
                yield "\n</details>"
            yield "\n| 判为 | 例句 |\n|---|---|"
            for status, text in map(_example, element.examples):
                yield f"| {status} | {text.replace('|', '／')} |"
    yield from _lists_and_off(checklist, "\n## {}\n", "- **{}**：{}")


def _lists_and_off(checklist: Checklist, heading: str, item: str) -> Iterator[str]:
    if checklist.off:
        yield heading.format("停用的要素")
        for off in checklist.off:
            yield item.format(
                escape(off.name, quote=False), f"{escape(off.reason, quote=False)}（{off.pack}）"
            )
    lists = dict(checklist.vocabulary)
    for own in checklist.words.values():
        lists |= own
    if lists:
        yield heading.format("词表（规则里写作【词表名】）")
        for name, words in lists.items():
            yield item.format(escape(name, quote=False), escape(listed(words, "、", LIST), quote=False))


def _preface(checklist: Checklist) -> Iterator[str]:
    chain = (
        "，在 " + "、".join(f"{s.id} {s.version}" for s in checklist.extends) + " 的基础上"
        if checklist.extends
        else ""
    )
    yield f"规则包 {checklist.id}，版本 {checklist.version}{chain}。共 {len(list(checklist))} 个要素。"
    yield (
        "每个要素判为三种之一：已覆盖，得全部分值；仅提及（只有口号、要求、打算，或只出现在不足和下一步安排里），得一半；"
        "缺失，不得分。对本级政府或本年度不要求的，不计入。得分 = 100 × 得到分 ÷ 应得分。"
    )
    yield "等次：" + "，".join(f"{grade.at_least:g} 分以上{grade.name}" for grade in checklist.grades) + "。"
    if checklist.gates.fail_under is not None or checklist.gates.fail_on:
        names = {"statutory": "缺法定内容", "missing": "有缺项"}
        parts = [f"低于 {checklist.gates.fail_under:g} 分"] if checklist.gates.fail_under is not None else []
        yield (
            "不过关的条件：" + "、".join([*parts, *(names[gate] for gate in checklist.gates.fail_on)]) + "。"
        )
    yield "匹配项和用词多的只列出前面几个；某个要素的全部用词用 checklist rules show 要素编号 查看。"
    yield "依据后标“〔依据待核〕”的，条文尚未与官方文本核对。"


def _totals(checklist: Checklist) -> Iterator[tuple[str, ...]]:
    everything: list[Element] = []
    for dimension in checklist.dimensions:
        everything += dimension.elements
        yield (dimension.name, *_sums(dimension.elements))
    yield ("合计", *_sums(tuple(everything)))


def _sums(elements: tuple[Element, ...]) -> tuple[str, ...]:
    required = sum(element.need == "required" for element in elements)
    points = sum(element.points for element in elements)
    return str(len(elements)), str(required), str(len(elements) - required), f"{points:g}"


def _facts(element: Element) -> Iterator[str]:
    yield NEED_NAMES[element.need]
    yield f"{element.points:g} 分"
    yield years(element)
    yield who(element)
    if element.statutory_since:
        yield f"{element.statutory_since} 年度起为法定内容"
    if element.changed_by:
        yield f"经 {'、'.join(element.changed_by)} 改动"


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    yield "怎样算写明", element.asks
    yield "怎么补", element.advice
    yield (
        "判断方法",
        f"{JUDGED[element.judge]}，{COVERED_BY[element.covered_by]}"
        if element.judge == "sentence"
        else JUDGED[element.judge],
    )
    yield "依据", "；".join(basis.dated for basis in element.basis) or "未写"


def _first(matchers: tuple[Matcher, ...]) -> Iterator[str]:
    shown = matchers if len(matchers) <= ITEMS + 2 else matchers[:ITEMS]
    yield from (matcher_words(matcher, WORDS) for matcher in shown)
    if len(shown) < len(matchers):
        yield f"……另有 {len(matchers) - len(shown)} 项"


def _example(example: Example) -> tuple[str, str]:
    where = f"（{SECTION_NAMES[example.section]}）" if example.section != "account" else ""
    beside = f"（所列不足：{example.problems}）" if example.problems else ""
    return STATUS_NAMES[example.status], f"{where}{example.text}{beside}"


def html(checklist: Checklist) -> str:
    """Return the rule book as one HTML page that needs nothing else."""
    return "\n".join(_html(checklist)) + "\n"


def _html(checklist: Checklist) -> Iterator[str]:
    title = escape(checklist.name)
    yield "<!doctype html>\n<!-- 由 checklist rules docs 从规则生成，请改规则，不要改这里 -->"
    yield f'<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    yield f"<style>\n{_STYLE}</style></head><body>\n<h1>{title}</h1>"
    yield from (f"<p>{escape(line)}</p>" for line in _preface(checklist))
    yield "<table><tr><th>维度</th><th>要素</th><th>应当写明</th><th>建议写明</th><th>分值</th></tr>"
    for dimension_id, row in zip(
        [*(d.id for d in checklist.dimensions), ""], _totals(checklist), strict=True
    ):
        first = f'<a href="#{dimension_id}">{escape(row[0])}</a>' if dimension_id else row[0]
        yield f"<tr><td>{first}</td>" + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
    yield "</table>"
    for dimension in checklist.dimensions:
        yield f'<h2 id="{dimension.id}">{escape(dimension.name)}</h2>'
        for element in dimension.elements:
            yield from _html_element(element)
    yield "<section>"
    yield from _lists_and_off(checklist, "<h2>{}</h2>", "<p><b>{}</b>：{}</p>")
    yield "</section></body></html>"


def _html_element(element: Element) -> Iterator[str]:
    yield f'<h3 id="{element.id}">{escape(element.name)}</h3>'
    mark = ' class="statutory"' if element.statutory_since else ""
    yield f"<p{mark}><code>{element.id}</code>，{escape('，'.join(_facts(element)))}。</p><table>"
    for label, text in _texts(element):
        yield f"<tr><th>{label}</th><td>{escape(text)}</td></tr>"
    yield "</table>"
    for heading, matchers in blocks(element):
        yield f"<details><summary>{heading}（{len(matchers)} 项）</summary><ul>"
        yield from (f"<li>{escape(line)}</li>" for line in _first(matchers))
        yield "</ul></details>"
    yield "<details><summary>例句</summary><table>"
    for status, text in map(_example, element.examples):
        yield f"<tr><td>{status}</td><td>{escape(text)}</td></tr>"
    yield "</table></details>"
