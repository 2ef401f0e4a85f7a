"""Write scorer/data/regions.txt: which cities are prefecture-level and which county-level (GB/T 2260).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    pip download --no-deps GB2260==0.4.1 && unzip GB2260-0.4.1-*.whl -d gb2260
    python tools/make_regions.py package/dist gb2260

china-division (github.com/modood/Administrative-divisions-of-China; MIT in its package.json, WTFPL in its
LICENSE) gives the divisions of today; GB2260 (github.com/cn/GB2260.py, BSD) the codes of 2002 to 2013, for
cities that have since become districts. Where both know a name, today's level stands.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

TARGET = Path(__file__).parent.parent / "scorer/data/regions.txt"
HEADER = """\
# Cities of China and their level by the national division codes (GB/T 2260): P prefecture, C county.
# Written by tools/make_regions.py from china-division 2.7.0 (MIT/WTFPL) and GB2260 0.4.1 (BSD). Sorted.
"""


def current(folder: Path) -> dict[str, str]:
    """Return name -> level for the cities of today."""
    levels = {row["name"]: "P" for row in json.loads((folder / "cities.json").read_text("utf-8"))}
    levels |= {row["name"]: "C" for row in json.loads((folder / "areas.json").read_text("utf-8"))}
    # Prefectures without counties below them are listed among the areas, too.
    return levels | dict.fromkeys(("东莞市", "中山市", "儋州市", "嘉峪关市"), "P")


def former(folder: Path) -> dict[str, str]:
    """Return name -> level for the cities of 2002 to 2013, the newest revision winning."""
    sys.path.insert(0, str(folder))
    revisions: dict[int | None, dict[int, str]] = import_module("gb2260.data").data
    levels: dict[str, str] = {}
    for revision in sorted(key for key in revisions if key is not None):
        for code, name in revisions[revision].items():
            if code % 10000:  # a code ending in 0000 is a province
                levels[name.strip()] = "P" if code % 100 == 0 else "C"
    return levels


def main(today: Path, history: Path) -> None:
    levels = former(history) | current(today)
    rows = sorted(
        f"{name} {level}" for name, level in levels.items() if name.endswith("市") and len(name) > 1
    )
    TARGET.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    print(f"{TARGET.name}: {len(rows)} cities")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
