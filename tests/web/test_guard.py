"""Whose address counts, and how many requests it has."""

import pytest
from starlette.requests import Request

from web.guard import Meter, caller_address


def asked(peer: str, forwarded: str | None = None) -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxy", "counted"),
    [
        ("203.0.113.7", None, "", "203.0.113.7"),
        # A stranger's own word is nobody's.
        ("203.0.113.7", "198.51.100.1", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "10.0.0.1", "203.0.113.7"),
        # Our proxy writes the last entry; the others came with the request.
        ("10.0.0.1", "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        ("10.0.0.1", "149.154.160.1, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        ("10.0.0.1", None, "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "rubbish", "10.0.0.1", "rubbish"),
        ("2001:db8:1:2:3:4:5:6", None, "", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", None, "", "2001:db8:1:2::"),
    ],
)
def test_the_address_that_counts(
    peer: str, forwarded: str | None, proxy: str, counted: str
) -> None:
    assert caller_address(asked(peer, forwarded), proxy) == counted


def test_the_thirtieth_may_and_the_thirty_first_waits_for_the_minute_to_end() -> None:
    now = 1000.0
    meter = Meter(30, clock=lambda: now)
    assert [meter.wait_seconds("a") for _ in range(30)] == [0] * 30
    now = 1040.0
    assert meter.wait_seconds("a") == 21
    assert meter.wait_seconds("b") == 0
    now = 1060.0
    assert meter.wait_seconds("a") == 0


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    meter = Meter(1)
    for number in range(10_050):
        assert meter.wait_seconds(str(number)) == 0
    assert len(meter._seen) == 10_000
