"""The settings file checklist.toml: found upward from the working folder, the same for everybody there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rules.located import nearest

FILE = "checklist.toml"
_GATES = ("statutory", "missing")


class SettingsError(Exception):
    """A settings file that cannot be used: one Chinese line with file, key and remedy."""


class Settings(NamedTuple):
    """What checklist.toml says; paths are absolute. `path` is None where there is no such file.

    rules = "hubei"              a pack's id, or its folder as seen from the settings file
    packs = "规则"               a folder of packs, whose ids `rules`, --rules and extends may name
    waivers = "豁免.yaml"        the waivers file
    fail_under = 60              as --fail-under
    fail_on = ["statutory"]      as --fail-on
    """

    path: Path | None = None
    rules: str | None = None
    packs: tuple[Path, ...] = ()
    waivers: Path | None = None
    fail_under: float | None = None
    fail_on: tuple[str, ...] | None = None


def load_settings(start: Path | None = None) -> Settings:
    """Return the settings that hold in `start` (default: the working folder). Raises SettingsError."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        path = folder / FILE
        if path.is_file():
            return _read(path)
    return Settings()


def _read(path: Path) -> Settings:
    import tomllib  # mostly there is no such file

    try:
        record = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}：打不开（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}：不是 UTF-8 文本，请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}：写法有误（{_explain(str(error))}）") from error
    settings = Settings(path)
    readers: Mapping[str, Callable[[Any, Path], Any]] = {
        "rules": _rules,
        "packs": lambda value, folder: tuple(_folder(item, folder) for item in _texts("packs", value)),
        "waivers": lambda value, folder: folder / _text("waivers", value),
        "fail_under": lambda value, _: _points(value),
        "fail_on": lambda value, _: _gates(value),
    }
    for key, value in record.items():
        if key not in readers:
            near = nearest(key, list(readers))
            raise SettingsError(f"{path}：不认识的设置“{key}”{near}；可用：{'、'.join(readers)}")
        try:
            settings = settings._replace(**{key: readers[key](value, path.parent)})
        except ValueError as error:
            raise SettingsError(f"{path}：{error}") from error
    return settings


def _explain(message: str) -> str:
    """The place tomllib names, and the one remedy that fits nearly every slip."""
    found = re.search(r"line (\d+), column (\d+)", message)
    where = f"第 {found[1]} 行第 {found[2]} 列" if found else "文件末尾"
    return f'{where}：应写作 键 = "文字"，文字要加英文引号'


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"“{key}”应是加引号的文字，写的是 {value!r}")
    return value


def _texts(key: str, value: Any) -> list[str]:
    return [_text(key, item) for item in (value if isinstance(value, list) else [value])]


def _rules(value: Any, folder: Path) -> str:
    named = _text("rules", value)
    return str(folder / named) if (folder / named).is_dir() else named


def _folder(named: str, folder: Path) -> Path:
    if not (folder / named).is_dir():
        raise ValueError(f"“packs”写的文件夹“{named}”不存在（从设置文件所在的文件夹算起）")
    return folder / named


def _points(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 100:
        raise ValueError(f"“fail_under”应是 0 到 100 之间的数，写的是 {value!r}")
    return float(value)


def _gates(value: Any) -> tuple[str, ...]:
    gates = tuple(_texts("fail_on", value))
    for gate in gates:
        if gate not in _GATES:
            raise ValueError(f"“fail_on”只能是 {'、'.join(_GATES)}，写的是“{gate}”{nearest(gate, _GATES)}")
    return gates
