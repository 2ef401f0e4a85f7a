"""checklist.toml: found upward, read strictly, overruled by the command line, told with --verbose."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checklist.cli import cli
from checklist.settings import Settings, SettingsError, load_settings
from scorer.batch import checklist_of
from tests.test_rules_layers import packs
from tests.test_waivers import REPORT, WAIVER

TOML = 'rules = "local"\npacks = "."\nwaivers = "豁免.yaml"\nfail_under = 70\nfail_on = ["statutory"]\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packs(tmp_path, "gates: {fail_under: 99}")
    checklist_of.cache_clear()
    tmp_path.joinpath("豁免.yaml").write_text(WAIVER, "utf-8")
    tmp_path.joinpath("checklist.toml").write_text(TOML, "utf-8")
    deep = tmp_path / "一层" / "二层"
    deep.mkdir(parents=True)
    deep.joinpath("某县.txt").write_text(REPORT, "utf-8")
    monkeypatch.chdir(deep)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["score", "某县.txt", *words], catch_exceptions=False)


def test_settings_are_found_upward_and_paths_are_seen_from_their_file(here: Path) -> None:
    settings = load_settings()
    assert settings.path == here / "checklist.toml"
    assert settings.waivers == here / "豁免.yaml"
    assert settings.rules == str(here / "local")
    assert (settings.fail_under, settings.fail_on) == (70.0, ("statutory",))


def test_verbose_says_what_holds(here: Path) -> None:
    result = run("--verbose", "--show", "summary")
    assert result.exit_code == 0
    error = result.stderr
    assert f"设置文件：{here / 'checklist.toml'}" in error
    assert "规则包：本县规则（local 1，" in error
    assert "继承：small 1，" in error
    assert "不过关的条件：低于 70 分、缺法定内容" in error
    assert f"豁免文件：{here / '豁免.yaml'}，1 条" in error


def test_the_command_line_overrules_settings_and_settings_overrule_the_pack(here: Path) -> None:
    assert "低于 50 分" in run("--verbose", "--fail-under", "50").stderr
    assert "小规则包（small 1" in run("--verbose", "--rules", "small").stderr
    here.joinpath("checklist.toml").write_text('rules = "local"\npacks = ["."]\n', "utf-8")
    result = run("--verbose")
    assert "低于 99 分" in result.stderr
    assert result.exit_code == 1


def test_without_a_file_there_are_no_settings(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'rule = "x"',
            "不认识的设置“rule”，是否想写“rules”；可用：rules、packs、waivers、fail_under、fail_on",
        ),
        ("rules = local", '写法有误（第 1 行第 9 列：应写作 键 = "文字"，文字要加英文引号）'),
        ("rules = 3", "“rules”应是加引号的文字，写的是 3"),
        ('packs = "没有"', "“packs”写的文件夹“没有”不存在（从设置文件所在的文件夹算起）"),
        ("fail_under = 120", "“fail_under”应是 0 到 100 之间的数，写的是 120"),
        (
            'fail_on = ["statutry"]',
            "“fail_on”只能是 statutory、missing，写的是“statutry”，是否想写“statutory”",
        ),
    ],
)
def test_broken_settings_are_explained(here: Path, text: str, message: str) -> None:
    here.joinpath("checklist.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == f"{here / 'checklist.toml'}：{message}"
    result = run()
    assert (result.exit_code, message in result.output) == (2, True)


def test_settings_that_are_no_text_are_named(here: Path) -> None:
    here.joinpath("checklist.toml").write_bytes("rules = '名'".encode("gb18030"))
    with pytest.raises(SettingsError, match="不是 UTF-8 文本"):
        load_settings()
