"""Bodies that issue reports: a name taken apart into what it is and where it sits."""

from __future__ import annotations

from typing import Literal, NamedTuple

from scorer.metadata.places import CHAIN, PLACE_CHAIN, PROVINCES, city_of, full_name, is_place
from scorer.patterns import late

Kind = Literal["government", "township", "department", "court", "state"]

# How the names of departments go on after the place.
FIELDS = (
    "公安", "司法", "财政", "教育", "教体", "民政", "自然资源", "生态环境", "环境保护", "环保", "水利",
    "水务", "农业", "林业", "林草", "林牧", "文化", "文旅", "文体", "文广", "文物", "卫生", "卫健", "应急",
    "审计", "市场监", "统计", "医疗保障", "医保", "信访", "税务", "气象", "城市管理", "城管", "城乡",
    "城市综合", "住房", "住建", "建设", "规划", "交通", "商务", "发展和改革", "发展改革", "发改", "科技",
    "科学技术", "工业", "工信", "经济", "经信", "民族", "民宗", "宗教", "退役", "人力资源", "人社", "国资",
    "国有资产", "体育", "广播", "广电", "金融", "地方金融", "行政审批", "政务服务", "调查", "统战", "组织",
    "宣传", "政务", "数据", "大数据", "机关事务", "乡村振兴", "扶贫", "烟草", "海关", "邮政", "通信",
    "消防", "档案", "保密", "知识产权", "药品", "食品", "粮食", "能源", "园林", "国土", "安全生产", "安监",
    "质量技术", "质监", "工商", "旅游", "渔业", "海洋", "畜牧", "农机", "农牧", "供销", "法制", "外事",
    "侨务", "综合行政执法", "综合执法", "行政执法", "公积金", "住房公积金", "投资促进", "招商", "口岸",
    "地震", "测绘", "煤炭", "铁路", "民航", "监狱", "戒毒", "港航", "公路", "养老", "公共资源", "营商环境",
    "人防", "人民防空", "红十字", "残疾人", "妇女", "绿化", "市政", "物价", "计划生育", "人口", "新闻出版",
    "监察", "人事", "劳动", "房管", "房产", "住房保障", "信息化", "政府办公", "研究", "参事", "港务",
    "航道", "海事", "证监", "银保监", "国家税务", "文学艺术", "地方志", "移民", "库区", "供水", "机关",
    "编制", "社会工作", "退役军人", "中小企业", "储备", "林业和草原", "自然", "国防", "矿",
)  # fmt: skip
_FIELD = "|".join(sorted(FIELDS, key=len, reverse=True))
_SUFFIX = r"(?:厅|局|委员会|委|办公室|办|部|总队|支队|大队|中心|署|总站|处|队|海关|银行)"
_C = r"[\u4e00-\u9fff、]"
_DEPARTMENT = late(rf"(?:{_FIELD}){_C}{{0,24}}?{_SUFFIX}(?:{_C}{{2,8}}分局)?$")
_OTHER_DEPARTMENT = late(r"[\u4e00-\u9fff]{2,14}(?:厅|局|委员会|部|总队|支队|大队|中心|署)$")
_GOVERNMENT = late(r"(?:人民政府|政府|行政公署|行署)(?:办公[厅室])?$")
_ZONE_BOARD = late(r"(?:管理委员会|管委会)$")
_PARTY = late(r"^(?:中共|中国共产党)?(.{2,20}?)(?:委员会|委|工委|党工委|党委)$")
_STATE = late(r"^(?:国务院|中央人民政府)$")
_NATIONAL = late(r"(?:国家(?!税务)|中国|全国)[\u4e00-\u9fff]{2,16}(?:局|委|委员会|部|署|会|银行|队)$")
_COURT = late(r"(?:中级|高级)?人民(?:法院|检察院)$")
_GENERIC = late(r"^(?:省|市|县|区|州|盟|旗|镇|乡|街道|自治区)(?=人民政府|政府|委|局|厅|办|" + _FIELD + r")")
_DEICTIC = late(r"我|本(?=[省市县区州盟旗镇乡街局厅委办部院])|全(?=[省市县区盟旗镇乡]|州(?!县))")
_STREET_OFFICE = late(
    r"(?P<above>[\u4e00-\u9fff]{1,16}?[区县市旗州](?:人民政府|"
    r"政府)?)?(?P<street>[\u4e00-\u9fff]{1,8}?)(?:街道办事处|街道办|街办|街道)$"
)
YEAR = r"(?:20\d\d|二[〇○零0][〇○零0一二三四五六七八九]{2})(?:-20\d\d)?年?度?"
"""The year in a title or sentence, as it stands beside the body's name."""
MENTION = late(
    rf"(?:^|[\n《“(,。;:])(?!其中|并|报|由|向|会同|联合|配合|组织|要求|督促|指导|协调|通过|"
    rf"形成|带队|到|经|各|与|和|对|在|将|把|请|邀请|推动|支持)"
    rf"((?:{CHAIN})(?:人民政府|(?:{_FIELD})[\u4e00-\u9fff]{{0,12}}?(?:局|厅|委员会)|街道办事处))"
)
"""A body named in running text, after a mark or a small word."""
_MARKS = late(r"[\d,。;:《》]")
_SPACE = late(r"\s+")
_APART = late(r"[\s、]+")
_COMMITTEE_AND_GOVERNMENT = late(
    r"(?<=委)(?:和|与|、)?(?=[\u4e00-\u9fff]{2,}人民政府$)|(?<=委员会)(?=[\u4e00-\u9fff]{2,}人民政府$)"
)
_ZONE = late(r"(?:开发区|高新区|示范区|度假区|园区|管理区|保税区|风景区)$")
_ITS_GOVERNMENT = late(r"(?:人民)?政府$")
_ITS_OFFICE = late(r"(?:街道办事处|街道办|街办|街道)$")
_BARE_UNIT = late(r"省|市|县|区|州|盟|旗|镇|乡|自治区")


class Body(NamedTuple):
    """A body: the name it goes by, the place it sits at (None: not named), and what it is."""

    name: str
    place: str | None
    kind: Kind

    @property
    def generic(self) -> bool:
        """Whether the name would fit anywhere: “州农牧局”, “市人民政府”."""
        return self.place is None and self.kind != "state" and _GENERIC.match(self.name) is not None


def parse_body(name: str) -> Body | None:
    """Take the (normalised) name of one body apart; None when it names none.

    A bare place stands for its government: “青石镇” is 青石镇人民政府.
    """
    name = name.strip('　 :,、()《》“”"')
    if not 2 <= len(name) <= 40 or _DEICTIC.match(name) or _MARKS.search(name):
        return None
    if _STATE.match(name):
        return Body(name, None, "state")
    if name.endswith("生产建设兵团"):
        return Body(name, name, "government")
    if _NATIONAL.match(name):
        return Body(name, None, "department")
    return _place(name) or _government(name) or _department(name)


def parse_bodies(text: str) -> Body | None:
    """Take one or several names apart; joint issuers keep a blank between them, the last gives the place."""
    whole = parse_body(_SPACE.sub("", text)) if not text.startswith("中共") else None
    parts = [part for part in _APART.split(_COMMITTEE_AND_GOVERNMENT.sub(" ", text)) if part]
    if len(parts) < 2:
        if whole:
            return whole
        party = _PARTY.match(text)
        if party and text.startswith("中共") and is_place(party[1]):
            return Body(text, full_name(party[1]), "government")
        return None
    last = parse_body(parts[-1])
    if last and all(_PARTY.match(part) or parse_body(part) for part in parts[:-1]):
        if any(part.startswith(("中共", "中国共产党")) for part in parts):
            return Body(" ".join([*parts[:-1], last.name]), last.place, last.kind)
        return whole or last
    return whole


def _place(name: str) -> Body | None:
    if name in PROVINCES:
        return Body(PROVINCES[name] + "人民政府", PROVINCES[name], "government")
    if not is_place(name) or _DEPARTMENT.search(name):
        return None
    place = full_name(name)
    if place.endswith("街道"):
        return Body(place + "办事处", name, "township")
    if place.endswith(("镇", "乡", "苏木")):
        return Body(place + "人民政府", place, "township")
    if _ZONE.search(place) or (place.endswith("新区") and not place.endswith(("浦东新区", "滨海新区"))):
        return Body(place + "管理委员会", place, "government")
    return Body(place + "人民政府", place, "government")


def _government(name: str) -> Body | None:
    street = _STREET_OFFICE.fullmatch(name)
    if street:
        above = _ITS_GOVERNMENT.sub("", street["above"] or "")
        kept = _ITS_OFFICE.sub("街道办事处", name)
        place = f"{above}{street['street']}街道"
        return Body(kept, place, "township") if is_place(place) else None
    found = _GOVERNMENT.search(name)
    if found:
        place = name[: found.start()]
        if place in PROVINCES or is_place(place):
            seat = "行政公署" if "行" in found.group() else "人民政府"
            kind: Kind = "township" if place.endswith(("镇", "乡", "苏木")) else "government"
            office = name[name.index("办公", found.start()) :] if "办公" in found.group() else ""
            return Body(full_name(place) + seat + office, full_name(place), kind)
        if _BARE_UNIT.fullmatch(place):
            return Body(place + "人民政府", None, "township" if place in "镇乡" else "government")
        return None
    zone = _ZONE_BOARD.search(name)
    if zone and zone.start() >= 3:
        return Body(name, name[: zone.start()], "government")
    court = _COURT.search(name)
    if court and is_place(name[: court.start()]):
        return Body(name, name[: court.start()], "court")
    return None


def _department(name: str) -> Body | None:
    if name.startswith("国家税务总局"):
        inner = _department(name.removeprefix("国家税务总局"))
        return Body(name, inner.place, "department") if inner else Body(name, None, "department")
    for match in _starts(name):
        place = name[:match]
        if not place or _BARE_UNIT.fullmatch(place):
            return Body(name, None, "department")
        if is_place(place) or place in PROVINCES:
            return Body(name, full_name(place), "department")
        if city_of(place):
            return Body(name, city_of(place), "department")
        if place.endswith(("人民政府", "政府")) and is_place(place.removesuffix("政府").removesuffix("人民")):
            return Body(name, place.removesuffix("政府").removesuffix("人民"), "department")
    if _OTHER_DEPARTMENT.fullmatch(name):
        chain = PLACE_CHAIN.match(name)
        place = chain.group() if chain else ""
        return Body(name, place if is_place(place) else None, "department") if is_place(place) else None
    return None


def _starts(name: str) -> list[int]:
    """Where the department's own name may begin in `name`, the leftmost first."""
    return [at for at in range(min(len(name) - 2, 22)) if _DEPARTMENT.match(name, at)]
