"""The poster: its code is read from the rendered page, and long texts stay on the paper."""

import re
from dataclasses import replace

import pytest

from documents.poster import PosterFacts, PosterWords, poster_pdf, poster_png
from tests.documents.camera import codes_in, opened, shrunk
from tests.documents.test_card import difference

FACTS = PosterFacts(
    city_name="普洱市",
    station_name="思茅区图书馆学雷锋志愿服务站",
    place="思茅区 思茅街道 人民中路 1 号图书馆一楼",
    hours="周一至周五 09:00-12:00 14:00-18:00\n周六 10:00-16:00",
    workflow="1. 来站点，扫屏幕上的码签到\n2. 领红马甲，听站点安排\n3. 走的时候再扫一次",
    services="图书整理、老年人手机使用帮助、儿童阅读陪伴、便民雨伞和针线包",
    contact_person="王女士",
    contact_way="0879-2120000，工作日 9:00-17:00",
    qr_text="https://t.me/puer_volunteer_bot?start=s7",
)
WORDS = PosterWords(
    title="学雷锋志愿服务站点",
    hours_label="开放时间",
    services_label="服务内容",
    workflow_label="工作流程",
    contact_person_label="联系人",
    contact_way_label="联系方式",
    scan_hint="扫一扫，看看这里能帮您什么",
    small_print="签到请扫站点屏幕上的码",
)


def test_the_code_of_the_poster_is_read_from_the_page_and_from_afar() -> None:
    page = opened(poster_png(FACTS, WORDS))
    assert page.size == (1188, 1680)
    assert codes_in(page) == [FACTS.qr_text]
    assert codes_in(shrunk(page, 500)) == [FACTS.qr_text]


def test_the_longest_texts_stay_above_the_foot() -> None:
    long = replace(
        FACTS,
        station_name="站" * 40,
        services="务" * 300,
        workflow="流" * 280 + "\n流" * 10,
        hours="周一 09:00-18:00\n" * 4,
        contact_person="李" * 40,
        contact_way="0879-2120000 " * 6,
    )
    page = opened(poster_png(long, WORDS))
    assert codes_in(page) == [FACTS.qr_text]
    # The line between the texts and the foot is as empty as on a short poster.
    between = (0, 1200, 1188, 1224)
    assert difference(page.crop(between), opened(poster_png(FACTS, WORDS)).crop(between)) is None


def test_the_poster_is_a_page_of_a3() -> None:
    pdf = poster_pdf(FACTS, WORDS)
    assert pdf.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[([^]]*)\]", pdf)
    assert len(boxes) == 1
    left, bottom, right, top = map(float, boxes[0].split())
    millimetres = [(right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4]
    assert millimetres == pytest.approx([297, 420], abs=0.1)
