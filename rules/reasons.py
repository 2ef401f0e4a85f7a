"""Reasons that people must give: what is too thin to be one."""

from __future__ import annotations

import re

LEAST = 4  # Chinese characters
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_JUNK = re.compile(
    r"(?:暂?无|没有|不详|不清楚|不知道|其他|原因|理由|说明|备注|待定|待补|待填|待补充|略|同上|如题|测试|试试|特殊情况|特殊原因|"
    r"情况特殊|工作需要|领导要求|按要求|根据要求|不适用|不需要|不用|豁免|关闭|可以|同意|好的|的|了|吧|啊|因|为|由于|因为)+"
)


def reason_problem(text: str) -> str | None:
    """Return what is wrong with `text` as a reason, in Chinese; None when it will do."""
    plain = "".join(_CHINESE.findall(text))
    if len(plain) < LEAST:
        return f"理由“{text}”太短，至少写 {LEAST} 个汉字，说清楚为什么"
    if len(set(plain)) < LEAST - 1 or _JUNK.fullmatch(plain):
        return f"理由“{text}”等于没写，请说清楚为什么"
    return None
