"""Words by key: `Speaker.say` fills a sentence in the listener's language, safe for HTML.

Facts say by their name how they are put into words: `…minutes` becomes a length of time,
`…_at` (a datetime or its ISO text) becomes "today 09:02", `…_on` a day. Everything else is shown
as it is, escaped, because a name may hold anything that a stranger typed.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern

from domain.typed_day import on_24_hours

HOME = Path(__file__).resolve().parent
CHINESE = "zh-hans"
ENGLISH = "en"
LOCALES = (CHINESE, ENGLISH)

_TYPED_TIME = re.compile(
    r"(?P<hour>[01]?[0-9]|2[0-3])"
    r"(?:\s*[:.点时]\s*(?:(?P<minute>[0-5][0-9]|半)\s*分?)?|(?<=[0-9]{2})(?P<plain>[0-5][0-9]))"
)

_SENTENCE = re.compile(r"^(?P<key>[a-zA-Z][\w-]*) *=.*(?:\n(?![a-zA-Z#]).*)*", re.M)

Fact = int | str | date | datetime


class MissingWordsError(KeyError):
    """A key has no sentence, or the sentence asks for a fact that was not given."""


def locale_for(language_code: str | None) -> str:
    """Return our language for a messenger's language code; Chinese unless it is clearly not."""
    code = (language_code or "zh").lower()
    return CHINESE if code.startswith("zh") else ENGLISH


@lru_cache(maxsize=len(LOCALES))
def _bundle(locale: str) -> FluentBundle:
    # Isolation marks would stand as boxes on old phones; our sentences are left to right.
    return FluentBundle([locale], use_isolating=False)


@lru_cache(maxsize=len(LOCALES))
def sentences(locale: str) -> dict[str, str]:
    """Return each sentence of a language by its key, as it is written in the files."""
    found: dict[str, str] = {}
    for file in sorted((HOME / locale).glob("*.ftl")):
        for sentence in _SENTENCE.finditer(file.read_text(encoding="utf-8")):
            found.setdefault(sentence["key"], sentence[0])
    return found


def pattern(locale: str, key: str) -> Pattern:
    """Return the words under a key, understood when they are first asked for.

    A process says a part of what could be said: all sentences understood at once were 11 MiB of
    each. None of them speaks through another one.
    """
    words = _bundle(locale)
    if not words.has_message(key):
        if key not in sentences(locale):
            raise MissingWordsError(f"{locale}: {key}")
        words.add_resource(FluentResource(sentences(locale)[key]))
    made = words.get_message(key).value
    if made is None:
        raise MissingWordsError(f"{locale}: {key} has no words")
    return made


def _format(locale: str, key: str, facts: Mapping[str, Any]) -> str:
    text, errors = _bundle(locale).format_pattern(pattern(locale, key), dict(facts))
    if errors:
        raise MissingWordsError(f"{locale}: {key}: {errors[0]}")
    return str(text)


@lru_cache(maxsize=4096)
def fixed(locale: str, key: str) -> str:
    """Return words that need no fact, formatted once: menus are shown with every answer."""
    return _format(locale, key, {})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks one language at one moment in one city's time."""

    locale: str
    zone: ZoneInfo
    now: datetime
    # What this city calls otherwise than the words do, by their key.
    here: Mapping[str, str] = field(default_factory=dict, hash=False)

    def say(self, key: str, **facts: Fact) -> str:
        """Return the sentence under `key` as Telegram HTML; every fact is escaped."""
        if not facts:
            return str(_escaped(self.here[key])) if key in self.here else fixed(self.locale, key)
        shown = {name: _escaped(self._shown(name, fact)) for name, fact in facts.items()}
        return _format(self.locale, key, shown)

    def label(self, key: str, **facts: Fact) -> str:
        """Return the words under `key` as plain text: buttons, pages, pictures."""
        if not facts:
            return self.here[key] if key in self.here else fixed(self.locale, key)
        shown = {name: self._shown(name, fact) for name, fact in facts.items()}
        return _format(self.locale, key, shown)

    def _shown(self, name: str, fact: Fact) -> int | str:
        if name.endswith("minutes") and isinstance(fact, int):
            return self.length(fact)
        if name.endswith("_at"):
            instant = datetime.fromisoformat(fact) if isinstance(fact, str) else fact
            if isinstance(instant, datetime):
                return self.moment(instant)
        if name.endswith("_on"):
            day = date.fromisoformat(fact) if isinstance(fact, str) else fact
            if isinstance(day, date):
                return self.day(day)
        if isinstance(fact, date):
            raise MissingWordsError(f"{name} is a time and must be named …_at or …_on")
        return fact

    def length(self, minutes: int) -> str:
        """Return a length of time as people say it: 3 小时 10 分."""
        hours, rest = divmod(minutes, 60)
        if hours and rest:
            return _format(self.locale, "length-hours-minutes", {"hours": hours, "rest": rest})
        if hours:
            return _format(self.locale, "length-hours", {"hours": hours})
        return _format(self.locale, "length-minutes", {"rest": rest})

    def clock(self, instant: datetime) -> str:
        """Return the time of day in the city: 09:02."""
        return f"{instant.astimezone(self.zone):%H:%M}"

    def time_on(self, day_of: datetime, typed: str) -> datetime | None:
        """Return the instant of a typed time on the civil day of `day_of`, or None.

        Read are 11:30, 11：30, 11.30, 1130, 11点半, 11点30分, 11点 and 11:30 am; nothing else is
        guessed.
        """
        plain = unicodedata.normalize("NFKC", typed[:20]).strip()
        found = _TYPED_TIME.fullmatch(on_24_hours(plain))
        if found is None:
            return None
        local = day_of.astimezone(self.zone)
        said = found["minute"] or found["plain"] or "0"
        hour, minute = int(found["hour"]), 30 if said == "半" else int(said)
        chosen = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return chosen.astimezone(UTC)

    def moment(self, instant: datetime) -> str:
        """Return day and time as people say them; of today the time alone is enough."""
        day = instant.astimezone(self.zone).date()
        if day == self.now.astimezone(self.zone).date():
            return self.clock(instant)
        return f"{self.day(day)} {self.clock(instant)}"

    def day(self, day: date) -> str:
        """Return a day as people say it: 今天, 昨天, 周六, 3月20日, 2027年3月20日."""
        distance = (day - self.now.astimezone(self.zone).date()).days
        near = {0: "day-today", -1: "day-yesterday", 1: "day-tomorrow"}.get(distance)
        if near:
            return _format(self.locale, near, {})
        parts = {"year": str(day.year), "month": day.month, "day": day.day}
        if abs(distance) < 300:
            return _format(self.locale, "day-of-year", parts)
        return _format(self.locale, "day-of-any-year", parts)


def _escaped(shown: int | str) -> int | str:
    return html.escape(shown, quote=False) if isinstance(shown, str) else shown
