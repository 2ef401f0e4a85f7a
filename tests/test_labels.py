"""Label files that can't be used are told by file, place and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checklist.labels import LabelError, load_labels, load_passages
from rules.model import Checklist

GOOD = {
    "id": "a", "element": "remedy.litigation", "status": "covered", "section": "account",
    "text": "全年案件12件。", "level": "county", "year": 2023,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"element": "remedy.nothing"}, "第 2 行：element 是 'remedy.nothing'，不在可用范围内"),
        ({"status": "maybe"}, "第 2 行：status 是 'maybe'，不在可用范围内"),
        ({"year": "2023"}, "第 2 行：缺少 text（文字）或 year（年度）"),
        ({"quantified": 1}, "第 2 行：quantified 应是 true 或 false，没有评判就不写"),
    ],
)
def test_a_broken_passage_is_told_by_its_line(
    tmp_path: Path, national: Checklist, change: dict[str, object], message: str
) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in (GOOD, GOOD | change)), "utf-8")
    with pytest.raises(LabelError) as error:
        load_passages(path, national)
    assert str(error.value).endswith(message)


def test_whether_a_passage_is_quantified_may_be_unjudged(tmp_path: Path, national: Checklist) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text("\n".join(map(json.dumps, (GOOD, GOOD | {"quantified": False}))), "utf-8")
    assert [passage.quantified for passage in load_passages(path, national)] == [None, False]


@pytest.mark.parametrize(
    "text", ["elements: {}\n", "file: 1.txt\n", "file: 1.txt\nlevel: 省\nelements: {}\n", "- 1\n"]
)
def test_a_broken_label_file_is_told_by_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LabelError, match=r"labels\.yaml"):
        load_labels(path)


def test_a_folder_without_label_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="没有标注文件"):
        load_labels(tmp_path)


def test_the_status_itself_is_right_beside_what_else_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text("file: 1.txt\nelements: {a: {status: mentioned, accept: [missing]}}\n", "utf-8")
    (labels,) = load_labels(path)
    assert labels.labels["a"].accept == ("mentioned", "missing")
