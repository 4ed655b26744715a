"""What the papers ask for and say: the boxes of the form, the columns of the books."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from locales.book_words import record_book, register_page
from locales.form_words import registration_form
from locales.words import CHINESE, ENGLISH, Speaker
from usecases.registration_papers import FormFacts

_ZONE, _NOW = ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 21, 1, tzinfo=UTC)
FACTS = FormFacts(
    name="李志愿",
    sex="female",
    born_on=date(1990, 1, 1),
    document="resident-id",
    document_number="••••19",
    phone="••••0007",
    places=(("思茅区", "Simao District"), ("思茅街道", "Simao Subdistrict")),
    unit="市教育体育局",
    team="志愿服务队",
    categories=("0001",),
    skills=("medical",),
    free_times=("5-morning",),
    volunteer_number="5308-02-000001",
    handed_in_on=date(2026, 11, 20),
    consented_on=date(2026, 11, 20),
    approved_on=date(2026, 11, 21),
    minor=False,
    senior=False,
    guardian="",
    guardian_on=None,
    city="普洱市",
    city_en="Pu'er",
)
_OPINIONS = ["单位意见", "审批机构意见", "备案意见"]


@pytest.mark.parametrize(
    ("minor", "senior", "own"),
    [
        (False, False, ["本人承诺"]),
        (True, False, ["本人承诺", "监护人意见"]),
        (False, True, ["本人承诺", "健康说明（70 岁以上）"]),
    ],
)
def test_a_form_has_a_place_for_each_opinion_with_signature_or_seal(
    minor: bool, senior: bool, own: list[str]
) -> None:
    said = asdict(replace(FACTS, minor=minor, senior=senior))
    form = registration_form(Speaker(CHINESE, _ZONE, _NOW), said)
    assert [box["label"] for box in form["boxes"]] == [*own, *_OPINIONS]
    assert [box["foot"] for box in form["boxes"]] == ["签名："] * len(own) + ["（盖章）"] * 3
    assert "2026年11月20日" in form["boxes"][0]["text"]
    assert "2026年11月21日" in form["boxes"][-2]["text"]
    assert len(form["copies"]) == 2
    if minor:
        agreed = said | {"guardian": "王妈妈", "guardian_on": date(2026, 11, 19)}
        box = registration_form(Speaker(CHINESE, _ZONE, _NOW), agreed)["boxes"][1]
        assert box["text"] == "王妈妈已于2026年11月19日在线同意。"
    english = registration_form(Speaker(ENGLISH, _ZONE, _NOW), said)
    assert len(english["boxes"]) == len(form["boxes"])
    assert all(box["foot"] for box in english["boxes"])


@pytest.mark.parametrize("locale", [CHINESE, ENGLISH])
def test_a_form_is_filled_with_all_that_was_handed_in(locale: str) -> None:
    form = registration_form(Speaker(locale, _ZONE, _NOW), asdict(FACTS))
    filled = dict([*form["pairs"], *form["wide"]])
    assert len(filled) == 12
    assert all(filled.values()), filled
    assert {"李志愿", "1990-01-01", "••••19", "••••0007", "市教育体育局"} <= set(filled.values())
    assert "5308-02-000001" in form["number"]


def test_the_books_have_a_column_for_each_field_of_a_record() -> None:
    words = Speaker(CHINESE, _ZONE, _NOW)
    line = {
        "day": date(2026, 11, 20), "what": "关爱老人", "place": "敬老院", "unit": "思茅街道",
        "recipients": "老人", "content": "陪伴", "opened_at": _NOW, "closed_at": _NOW,
        "minutes": 60, "source": "typed", "leader": "王队长", "stars": 5, "quality": "很用心",
        "quality_on": date(2026, 11, 21), "masked_name": "李*愿", "number": "5308-02-000001",
        "typed": True,
    }  # fmt: skip
    training = {
        "held_on": date(2026, 11, 1), "name": "急救课", "content": "心肺复苏", "place": "礼堂",
        "learning_minutes": 90, "organizer": "红十字会",
    }  # fmt: skip
    own = {"name": "李志愿", "number": "1", "unit": "", "lines": [line], "minutes": 60}
    honour = {
        "name": "优秀志愿者", "category": "", "giver": "市政府", "given_on": date(2025, 12, 5),
    }  # fmt: skip
    book = record_book(words, own | {"trainings": [training], "honours": [honour]})
    assert book["more"][1]["rows"] == [["2025-12-05", "优秀志愿者", "市政府"]]
    row = dict(zip(book["columns"], book["rows"][0], strict=True))
    assert row == {
        "日期": "2026-11-20", "名称": "关爱老人", "地点": "敬老院", "组织单位": "思茅街道",
        "服务对象": "老人", "服务内容": "陪伴", "起止": "09:00–09:00", "服务时间": "1 小时",
        "记录": row["记录"], "负责人": "王队长", "质量评价": "5 星 很用心 2026-11-21",
        "服务对象签名盖章": "",
    }  # fmt: skip
    assert row["记录"]
    assert book["more"][0]["rows"] == [
        ["2026-11-01", "急救课", "心肺复苏", "1 小时 30 分", "红十字会", "礼堂"]
    ]
    days = {"first_on": date(2026, 11, 20), "last_on": date(2026, 11, 20)}
    where = {
        "station": "图书馆站",
        "address": "人民路 1 号",
        "unit": "",
        "people": 1,
        "minutes": 60,
    }
    page = register_page(words, {**days, **where, "lines": [line]})
    row = dict(zip(page["columns"], page["rows"][0], strict=True))
    assert set(row) == {
        "序号", "日期", "姓名", "志愿者编号", "名称", "服务内容", "服务对象", "起止", "服务时间",
        "记录", "负责人", "质量评价", "本人签名",
    }  # fmt: skip
    assert (row["姓名"], row["志愿者编号"]) == ("李*愿", "5308-02-000001")
    assert (row["服务内容"], row["服务对象"], row["负责人"]) == ("陪伴", "老人", "王队长")
    assert page["signs"] == ["记录人：", "站点负责人："]
    assert ("站点", "图书馆站") in page["about"]
    assert ("地址", "人民路 1 号") in page["about"]
