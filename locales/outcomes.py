"""What came of a scan, in words: the same sentences in the chat and on the pages.

`put` is `Speaker.say` for the chat (HTML, every fact escaped) or `Speaker.label` for pages, which
escape by themselves.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from domain import opening
from domain.policy_shape import Source
from domain.reasons import HOUSE
from domain.refusals import Refused
from locales import station_words
from locales.words import Speaker

Put = Callable[..., str]


class Arrival(Protocol):
    """A visit that was opened."""

    @property
    def station(self) -> str:
        """Return the station's name."""

    @property
    def at(self) -> datetime:
        """Return when."""

    @property
    def closes_at(self) -> datetime:
        """Return when the clock ends it."""

    @property
    def children(self) -> int:
        """Return how many children came in with him."""


class Departure(Protocol):
    """A visit that was closed and credited."""

    @property
    def minutes(self) -> int:
        """Return what was credited."""

    @property
    def stayed_minutes(self) -> int:
        """Return how long it was."""

    @property
    def reduction(self) -> str | None:
        """Return why less was credited."""

    @property
    def service_minutes(self) -> int:
        """Return all service minutes after it."""

    @property
    def star(self) -> int:
        """Return the star after it."""

    @property
    def to_next_minutes(self) -> int:
        """Return the distance to the next star, 0 at the last."""

    @property
    def children(self) -> int:
        """Return how many children left with him."""


class Company(Protocol):
    """A guardian who is no volunteer came for his children."""

    @property
    def station(self) -> str:
        """Return the station's name."""

    @property
    def children(self) -> int:
        """Return how many of them it is about."""

    @property
    def way(self) -> str:
        """Return arrived, left or waiting."""


def arrived(put: Put, arrival: Arrival) -> str:
    """Say that a visit was opened."""
    text = put(
        "checkin-arrived",
        station=arrival.station,
        arrived_at=arrival.at,
        closes_at=arrival.closes_at,
    )
    if arrival.children:
        text += "\n" + put("children-arrived", count=arrival.children)
    return text


def accompanied(put: Put, company: Company) -> str:
    """Say what a guardian's scan did for his children."""
    return put(f"accompanied-{company.way}", station=company.station, count=company.children)


def left(put: Put, words: Speaker, departure: Departure) -> str:
    """Say what a visit brought, how far it is to the next star, and who left with him."""
    text = _brought(put, words, departure)
    if departure.children:
        text += "\n" + put("children-left", count=departure.children)
    return text


def _brought(put: Put, words: Speaker, departure: Departure) -> str:
    if departure.reduction is not None:
        return put(
            "checkin-left-reduced",
            stayed_minutes=departure.stayed_minutes,
            minutes=departure.minutes,
            reason=words.label(f"reduction-{departure.reduction}"),
            total_minutes=departure.service_minutes,
        )
    if departure.to_next_minutes:
        return put(
            "checkin-left",
            minutes=departure.minutes,
            total_minutes=departure.service_minutes,
            next_minutes=departure.to_next_minutes,
            star=words.label(f"star-{departure.star + 1}"),
        )
    if not departure.star:
        return put(
            "checkin-left-plain",
            minutes=departure.minutes,
            total_minutes=departure.service_minutes,
        )
    return put(
        "checkin-left-top",
        minutes=departure.minutes,
        total_minutes=departure.service_minutes,
        star=words.label(f"star-{departure.star}"),
    )


def refused(put: Put, words: Speaker, refusal: Refused) -> str:
    """Say what happened, and what to do."""
    facts: dict[str, Any] = dict(refusal.facts)
    if "opening" in facts:
        facts["opening"] = _opening(words, str(facts["opening"]))
    return put(f"refusal-{refusal.code}", **facts)


def because(put: Put, rule: str, source: Source) -> str:
    """Say which document and article decided, or that it is a way of our own and why."""
    if rule in HOUSE:
        return put("why-house", rule=rule.removeprefix("house."))
    if source.ours:
        # The reason in the policy's file is for who keeps the file; people hear it in their words.
        return put("why-ours", rule=rule.replace(".", "-"))
    return put(
        "why-norm" if source.norm else "why-document",
        title=f"《{source.document_title}》",
        year=str(source.year),
        article=source.article,
        text=source.text,
    )


def _opening(words: Speaker, coded: str) -> str:
    """Return "0 09:00-18:00; 5 …" with weekdays as words."""
    return station_words.hours(words, opening.decoded(coded))
