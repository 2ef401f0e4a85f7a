"""What counts as a quantity in a sentence, and what only looks like one."""

from __future__ import annotations

import pytest

from scorer.quantities import quantities_in


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("党组会议全年3次听取汇报", ["3次"]),
        ("办结案件1,208件,办结率98.5%", ["1,208件", "98.5%"]),
        ("两次听取汇报,化解积案十余件", ["两次", "十余件"]),
        ("发出提示卡900来张", ["900来张"]),
        ("百分之九十的事项网上办", ["百分之九十"]),
        ("2023年5项重点任务", []),
        ("第12次常务会议", []),
        ("落实三项制度,推进五位一体", []),
        ("2023年3月15日印发", []),
        ("评查案卷四百五十本，扣下货车三十二辆", ["四百五十本", "三十二辆"]),
        ("依照第五十五条，跑遍千家万户", []),
        ("围绕十四个重点领域，落实三十六项要求和十二项重点任务", []),
    ],
)
def test_quantities_are_found(text: str, quantities: list[str]) -> None:
    assert [text[start:end] for start, end in quantities_in(text)] == quantities
