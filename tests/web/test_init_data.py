"""Launch data prove who opened a page, or prove nobody; they never break anything."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearsal import webapps
from web.init_data import ACTING_LIFE, LOOKING_LIFE, Launch, Unproven, prove

TOKEN = "123456:AAabcdefghijklmnopqrstuvwxyz0123456"
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
LI = {"id": 700_001, "first_name": "李", "language_code": "zh-hans"}


def launch_data(at: datetime = NOW, user: object = LI, token: str = TOKEN) -> str:
    """Return what Telegram gives to a page."""
    made, _ = webapps.init_data(token, user, int(at.timestamp()), "77")  # type: ignore[arg-type]
    return made


def signed(fields: dict[str, str]) -> str:
    """Return these fields with a true hash, as only the holder of the token can."""
    # "[" stands as it is, so that deep nesting fits into the length.
    return urlencode(fields | {"hash": webapps.signed(TOKEN, fields)}, quote_via=quote, safe="[")


def fields_of_li(**changed: str) -> dict[str, str]:
    given = {"auth_date": str(int(NOW.timestamp())), "user": json.dumps(LI), "query_id": "AAH"}
    return given | changed


def asked(raw: str, now: datetime = NOW) -> Launch | Unproven:
    return prove(raw, bot_token=TOKEN, now=now)


def test_a_page_that_telegram_opened_is_its_users() -> None:
    found = asked(launch_data())
    assert isinstance(found, Launch)
    assert (found.user_id, found.language_code, found.opened_at) == (700_001, "zh-hans", NOW)
    assert found.is_fresh(NOW)


def test_two_launches_are_told_apart_and_one_is_recognised() -> None:
    once, again = launch_data(), launch_data()
    digests = [found.digest for found in map(asked, (once, once, again)) if found]  # type: ignore[union-attr]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("age", "opens", "acts"),
    [
        (timedelta(seconds=-60), True, True),
        (timedelta(seconds=-61), False, False),
        (ACTING_LIFE, True, True),
        (ACTING_LIFE + timedelta(seconds=1), True, False),
        (LOOKING_LIFE, True, False),
        (LOOKING_LIFE + timedelta(seconds=1), False, False),
        (timedelta(days=4 * 365), False, False),
    ],
)
def test_a_launch_is_good_for_an_hour_and_to_act_for_five_minutes(
    age: timedelta, opens: bool, acts: bool
) -> None:
    found = asked(launch_data(NOW - age))
    if opens:
        assert isinstance(found, Launch)
        assert found.is_fresh(NOW) is acts
    else:
        assert found is Unproven.EXPIRED


def test_a_changed_or_foreign_launch_proves_nobody() -> None:
    good = launch_data()
    assert asked(good.replace("700001", "700002")) is Unproven.FORGED
    assert asked(launch_data(token="654321:" + "B" * 35)) is Unproven.FORGED
    flipped = "0" if good[-1] != "0" else "1"
    assert asked(good[:-1] + flipped) is Unproven.FORGED


# The six known faults of aiogram's own check (docs/security.md).
def test_a_launch_of_four_years_ago_is_refused() -> None:
    assert asked(signed(fields_of_li(auth_date="1669000000"))) is Unproven.EXPIRED


def test_a_field_given_twice_is_refused() -> None:
    assert asked(launch_data() + "&query_id=other") is Unproven.MALFORMED


def test_fields_merged_by_a_line_break_are_refused() -> None:
    # "query_id=A\nuser=…" in one value is signed like two fields.
    fields = fields_of_li(query_id="A")
    true_hash = webapps.signed(TOKEN, fields)
    merged = f"auth_date={fields['auth_date']}&query_id=A%0Auser%3D{quote(fields['user'])}"
    assert asked(f"{merged}&hash={true_hash}") is Unproven.MALFORMED


def test_a_signed_blank_field_is_accepted() -> None:
    assert isinstance(asked(signed(fields_of_li(start_param=""))), Launch)


@pytest.mark.parametrize("stated", ["ü" * 64, "A" * 64, "0" * 63, "", "0" * 65, "g" * 64])
def test_a_hash_that_is_none_is_answered_and_raises_nothing(stated: str) -> None:
    fields = fields_of_li() | {"hash": stated}
    assert asked(urlencode(fields)) is Unproven.MALFORMED


@pytest.mark.parametrize("signature", ["!", "ü", "AAA", "", "A" * 86])
def test_a_strange_third_party_signature_is_part_of_the_text_and_raises_nothing(
    signature: str,
) -> None:
    assert isinstance(asked(signed(fields_of_li(signature=signature))), Launch)


@pytest.mark.parametrize(
    "user",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"id":"7"}',
        '{"id":true}',
        '{"id":1.5}',
        '{"id":0}',
        '{"id":-7}',
        f'{{"id":{2**52 + 1}}}',
        "[" * 3000,
        '{"id":NaN}',
    ],
)
def test_a_launch_without_a_user_proves_nobody(user: str) -> None:
    assert asked(signed(fields_of_li(user=user))) is Unproven.NOBODY


def test_the_largest_user_id_is_one() -> None:
    assert isinstance(asked(signed(fields_of_li(user=f'{{"id":{2**52}}}'))), Launch)


@pytest.mark.parametrize(
    "auth_date",
    ["", "-1", "+1", "1_0", "١٢٣", "1e9", " 1669000000", "9" * 13, "9" * 4000, "999999999999"],
)
def test_a_date_that_is_none_is_refused(auth_date: str) -> None:
    found = asked(signed(fields_of_li(auth_date=auth_date)))
    assert found in {Unproven.MALFORMED, Unproven.EXPIRED}


def test_an_unknown_field_a_control_character_and_a_long_text_are_refused() -> None:
    assert asked(signed(fields_of_li(admin="1"))) is Unproven.MALFORMED
    assert asked(signed(fields_of_li(start_param="a\x85b"))) is Unproven.MALFORMED
    assert asked(signed(fields_of_li(start_param="x" * 4096))) is Unproven.MALFORMED
    assert asked("") is Unproven.MALFORMED
    assert asked("user") is Unproven.MALFORMED
    assert asked("user=\ud800") is Unproven.MALFORMED
    assert asked("user=%ff%fe") is Unproven.MALFORMED


@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.tuples(
                st.sampled_from(["user", "hash", "auth_date", "query_id", "signature", "x"]),
                st.text(max_size=80),
            ),
            max_size=8,
        ).map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs)),
    )
)
def test_nothing_that_a_stranger_sends_is_proven_or_raises(raw: str) -> None:
    assert isinstance(asked(raw), Unproven)


@settings(max_examples=1000, deadline=None)
@given(st.dictionaries(st.sampled_from(["user", "auth_date", "start_param"]), st.text(max_size=80)))
def test_nothing_that_telegram_might_sign_raises(changed: dict[str, str]) -> None:
    try:
        raw = signed(fields_of_li(**changed))
    except UnicodeEncodeError:
        raw = "user=" + "".join(changed.values())
    assert isinstance(asked(raw), Launch | Unproven)
