"""Forms and books on paper: as many copies as asked, and tables that go on."""

from dataclasses import replace

import pytest

from documents.forms import Box, Listing, RegistrationForm, listing_pdf, registration_form_pdf

FORM = RegistrationForm(
    title="普洱市个人志愿者注册登记表",
    number="志愿者编号 5308-02-000123",
    pairs=[("姓名", "欧阳志愿"), ("性别", "女")],
    wide=[("服务时间", "周六上午、" * 20)],
    boxes=[Box("单位意见", "", "（盖章）"), Box("备案意见", "已备案", "（盖章）")],
    copies=["第一联", "第二联"],
    date="日期：",
    foot="一式两份",
)
LISTING = Listing(
    title="服务记录登记簿",
    subtitle="思茅区图书馆服务站",
    about=[("站点", "思茅区图书馆服务站")],
    columns=["日期", "姓名"],
    widths=[0, 1],
    rows=[["2026-11-21", "李*愿"]] * 2,
    total="合计 3 小时",
    signs=["记录人：", "负责人："],
    page="第",
)


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF of ours has."""
    return pdf.count(b"/Type/Page/")


def test_the_form_is_printed_once_for_each_who_keeps_it() -> None:
    assert pages_of(registration_form_pdf(FORM)) == 2
    assert pages_of(registration_form_pdf(replace(FORM, copies=["第一联"]))) == 1


def test_a_book_goes_on_and_refuses_a_row_of_another_width() -> None:
    assert pages_of(listing_pdf(LISTING)) == 1
    assert pages_of(listing_pdf(replace(LISTING, rows=list(LISTING.rows) * 40))) > 2
    with pytest.raises(ValueError, match="one cell for each column"):
        listing_pdf(replace(LISTING, rows=[["2026-11-21"]]))
