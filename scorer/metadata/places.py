"""Names of places and the level of the government there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rules.model import Level
from scorer.patterns import late

_FULL_PROVINCES = {
    "北京": "北京市",
    "天津": "天津市",
    "上海": "上海市",
    "重庆": "重庆市",
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
_PLAIN_PROVINCES = (
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 "
    "陕西 甘肃 青海 台湾"
)
PROVINCES = _FULL_PROVINCES | {name: name + "省" for name in _PLAIN_PROVINCES.split()}
"""Short name -> full name of the provinces, autonomous regions and directly governed cities."""
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})

_C = "[\u4e00-\u9fff]"
PROVINCE = "|".join(
    sorted(
        {*PROVINCES.values(), *PROVINCES, f"{_C}{{2,5}}?省", "广西自治区", "宁夏自治区", "新疆自治区"},
        key=lambda name: (-len(name), name),
    )
)
_CITY = f"{_C}{{1,9}}?(?:自治州|地区|盟|州|市)"
_COUNTY = f"{_C}{{1,16}}?(?:自治县|自治旗|县|旗|区|市)"
_TOWNSHIP = f"{_C}{{1,9}}?(?:街道|民族乡|乡|镇|苏木|街)"
CHAIN = f"(?:{PROVINCE})?(?:{_CITY})?(?:{_COUNTY})?(?:{_TOWNSHIP})?"
PLACE_CHAIN = late(CHAIN)
_LAST_UNIT = late(
    rf"(?:{PROVINCE})?(?:{_CITY}(?={_C}{{2,}}))?(?:{_COUNTY}(?={_C}{{2,}}(?:街道|乡|镇|苏木)$))?({_C}{{2,}})$"
)
_NOT_A_PLACE = late(
    r"^(?:全|我|本|各|该|某|上级|一|两|三|省|市|区|州|县)?(?:省|市|县|区|旗|州|盟|镇|乡|街道|街|"
    r"社区|辖区|园区|地区|城市|城镇|城乡|乡镇|镇街|县市|县区|市区|区县|灾区|山区)$|"
    r"^[某×xX*]|等地区|^[我全各][省市县区](?!$)|^(?:省|市|县|区)(?:委|政府)|^中共|落实|推进|根据|关于|"
    r"^[现在为]|^将(?:有关|相关|我|本|全|该|近)|[的了是]|公示|社区$"
)
_ZONE = late(
    r"(?:新区|开发区|高新区|经开区|示范区|管理区|保税区|度假区|风景区|产业园区|园区|"
    r"功能区|合作区|试验区|集聚区)$"
)
_DISTRICT_ZONES = frozenset({"浦东新区", "滨海新区"})
"""New areas that are municipal districts with a people's government of their own."""
_UNDER_A_CITY = late(rf"{_C}{{2,}}(?:市|州|盟|地区){_C}{{2,}}市$")


def is_place(name: str) -> bool:
    """Whether `name` reads as the name of a place: “云浦市澄江区”, “青石镇”, but not “全市”."""
    return (
        2 <= len(name) <= 30
        and _NOT_A_PLACE.search(name) is None
        and (PLACE_CHAIN.fullmatch(name) is not None or _ZONE.search(name) is not None)
    )


def full_name(name: str) -> str:
    """Return a province's full name for its short one, “金水街道” for “金水街”; others as they are."""
    if name in PROVINCES:
        return PROVINCES[name]
    return name + "道" if name.endswith("街") else name


def last_unit(name: str) -> str:
    """The name without the higher places before it: “澄江区” of “云浦市澄江区”."""
    match = _LAST_UNIT.match(name)
    return match[1] if match else name


@cache
def _cities() -> dict[str, str]:
    rows = (Path(__file__).parent.parent / "data" / "regions.txt").read_text("utf-8").splitlines()
    return dict(row.split(" ") for row in rows if not row.startswith("#"))


def city_of(short: str) -> str | None:
    """Return “武汉市” for “武汉”, or None when no city is called so."""
    return short + "市" if 2 <= len(short) <= 7 and short + "市" in _cities() else None


def level_of(name: str, text: str) -> Level | None:
    """Return the level of the government of a place; `text` is the evidence for cities nobody knows."""
    name = full_name(name)
    if name.endswith(("街道", "镇", "乡", "苏木")):
        return "township"
    if name in MUNICIPALITIES or name.endswith(("省", "自治区", "生产建设兵团")):
        return "province"
    if _ZONE.search(name):
        return _zone_level(name, text)
    if name.endswith(("自治州", "州", "盟", "地区")):
        return "prefecture"
    if name.endswith(("县", "旗", "区")):
        return "county"
    if name.endswith("市"):
        return _city_level(name, text)
    return None


_LARGE = late(
    r"县[(、]?市、?区|县\(区|县\(市|各区\(?县|各县|各?区县|县区|市辖区|旗县|区\(市|"
    r"市中级人民法院|市中院|中级法院|地级市|设区的?市|市县乡|市、县|市本级|县级以上|"
    r"两级法院"
)
_SMALL = late(r"县级市|镇\(街道|乡镇\(|乡\(镇|镇街|镇、街道|各镇|各乡镇|乡镇|镇村|各街道")


def _city_level(name: str, text: str) -> Level:
    if _UNDER_A_CITY.search(name):
        return "county"
    known = _cities().get(last_unit(name)) or _cities().get(name)
    if known:
        return "prefecture" if known == "P" else "county"
    large = len(_LARGE.findall(text))
    small = len(_SMALL.findall(text))
    if "县级市" in text and large < 4:
        return "county"
    return "county" if small > 1 and small > 2 * large else "prefecture"


def _zone_level(name: str, text: str) -> Level:
    """A development zone: like a county, unless counties are below it or its rank is told."""
    if any(name.endswith(zone) for zone in _DISTRICT_ZONES):
        return "county"
    if re.search(r"国家级新区|副省级|正厅级|地市级", text) and name.endswith("新区"):
        return "prefecture"
    return (
        "prefecture" if len(re.findall(r"各?县\(市、?区|各县区|县(?:市、)?区|所辖县", text)) > 2 else "county"
    )
