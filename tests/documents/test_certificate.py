"""The certificate on paper: its code is read, nothing hangs over, long lists go on."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from documents.certificate import CertificateFacts, CertificateWords, certificate_pdf
from documents.certificate import certificate_png as png
from locales.certificate_words import certificate_words
from locales.words import CHINESE, ENGLISH, Speaker
from tests.documents.camera import codes_in, opened

WORDS = CertificateWords(**{name: name for name in CertificateWords.__slots__})
LINE = {
    "place": "在思茅区图书馆学雷锋志愿服务站值守服务",
    "unit": "普洱市文化和旅游局",
    "days": "2026-01-17 – 2026-11-21",
    "times": "12",
    "length": "38 小时 30 分",
}
FACTS = CertificateFacts(
    city_name="普洱市",
    number="ZM-2026-000123",
    name="欧阳志愿",
    about="（居民身份证 ••••19，志愿者编号 5308-02-000123）",
    total="63 小时 45 分",
    kinds="",
    lines=[LINE],
    issuer="普洱市志愿服务联合会",
    responsible="",
    contact="",
    issued="2026年11月22日",
    check_url="https://volunteer.puer.example/c/kQ3Zt-7y_K0aBcDeFgHiJk",
    seal_place=True,
)


def test_the_code_on_the_paper_is_read_whatever_the_name() -> None:
    picture = opened(png(FACTS, WORDS))
    assert picture.size == (595, 842)
    assert codes_in(picture) == [FACTS.check_url]
    hostile = replace(FACTS, name='#read("/etc/passwd")' * 9, issuer="W" * 120, kinds="很" * 200)
    assert codes_in(opened(png(hostile, WORDS))) == [FACTS.check_url]


def test_a_long_list_goes_on_to_the_next_page_and_a_short_one_does_not() -> None:
    def pages(lines: int) -> int:
        return certificate_pdf(replace(FACTS, lines=[LINE] * lines), WORDS).count(b"/Type/Page/")

    assert pages(6) == 1
    assert pages(40) in (2, 3, 4)
    assert certificate_pdf(FACTS, WORDS) == certificate_pdf(FACTS, WORDS)


@pytest.mark.parametrize(("locale", "words"), [(CHINESE, "系统打印件"), (ENGLISH, "System print")])
def test_without_a_seal_the_paper_says_that_it_is_a_system_print(locale: str, words: str) -> None:
    speaker = Speaker(locale, ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 22, tzinfo=UTC))
    around = CertificateWords(**certificate_words(speaker))
    assert around.system_print.startswith(words)
    without = replace(around, system_print="")
    assert png(FACTS, around) != png(FACTS, without)
