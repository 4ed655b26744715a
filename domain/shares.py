"""What share of a unit or a place is registered, and how much its volunteers serve (PUZD-1.3, 3.3).

Figures beside what a document asks for. They bind nobody: registering is voluntary (A20), and a
unit that lies below its target has done nothing wrong.
"""

from dataclasses import dataclass, fields
from enum import StrEnum

from domain.policy_shares import AverageBase, AverageRules, ShareRules, TitleRules

HOUR_MINUTES = 60
_COMMUNITY = "community"
_ENTERPRISES = ("enterprise", "state_enterprise")


class Of(StrEnum):
    """Whom a share is of: everybody of a unit or place, a school's staff, or its pupils."""

    ALL = "all"
    STAFF = "staff"
    PUPILS = "pupils"


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for; `rule` is the policy key, and no percent means that no document asks.

    `marks` are what other documents hope for (X1, X3): shown beside it, never owed.
    """

    of: Of
    rule: str
    percent: int | None
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many are registered, in tenths of a percent rounded down.

    `registered` None: too few for a figure. `tenths` None: that, or nobody has entered `people`.
    `reached` None: there is no share, or no target for it.
    """

    target: Target
    registered: int | None
    people: int | None
    tenths: int | None = None
    reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Average:
    """What the volunteers served in a year on average; None: too few for a figure.

    `target_hours` None: no document asks. `rule` is the policy key, `base` by whom was divided.
    """

    minutes: int | None
    average_minutes: int | None
    rule: str
    target_hours: int | None
    reached: bool | None = None
    base: AverageBase = "registered_at_year_end"


def asks(rules: ShareRules) -> bool:
    """Tell whether the city's documents ask for the share of anything."""
    return any(isinstance(getattr(rules, one.name), int) for one in fields(rules))


def unit_targets(kind: str, *, built_up: bool, rules: ShareRules) -> tuple[Target, ...]:
    """Return what is asked of a unit of this kind, in a built-up area or outside of one.

    A school below senior high is asked apart for its teachers and its pupils; so is a senior high
    school outside, of which only the clause of all public schools speaks (X5).
    """
    public = (
        Target(Of.STAFF, "public_teacher_percent", rules.public_teacher_percent),
        Target(Of.PUPILS, "public_pupil_percent", rules.public_pupil_percent),
    )
    if kind in rules.organ_kinds:
        return (Target(Of.ALL, "organ_percent", rules.organ_percent),)
    if kind == _COMMUNITY:
        marks = _said(rules.community_mark_percent, rules.community_high_mark_percent)
        return (Target(Of.ALL, "community_percent", rules.community_percent, marks),)
    if kind == "basic_school" and built_up:
        return (Target(Of.STAFF, "teacher_percent", rules.teacher_percent), public[1])
    if kind in ("basic_school", "senior_high") and not built_up:
        return public
    if not built_up:
        return (Target(Of.ALL, "", None),)
    if kind == "college":
        return (Target(Of.ALL, "college_percent", rules.college_percent),)
    if kind == "senior_high":
        return (Target(Of.ALL, "senior_high_percent", rules.senior_high_percent),)
    if kind == "enterprise":
        return (Target(Of.ALL, "enterprise_percent", rules.enterprise_percent),)
    if kind == "state_enterprise":
        marks = _said(rules.state_enterprise_mark_percent)
        percent = rules.state_enterprise_percent
        return (Target(Of.ALL, "state_enterprise_percent", percent, marks),)
    return (Target(Of.ALL, "", None),)


def _said(*percents: int | None) -> tuple[int, ...]:
    return tuple(percent for percent in percents if percent is not None)


def city_targets(rules: ShareRules) -> tuple[Target, Target]:
    """Return what is asked of the city: of its built-up area's residents, and of all (X1)."""
    peer = _said(rules.peer_mark_percent)
    return (
        Target(Of.ALL, "city_built_up_percent", rules.city_built_up_percent, peer),
        Target(Of.ALL, "city_resident_percent", rules.city_resident_percent, peer),
    )


def county_targets(rules: ShareRules) -> tuple[Target, Target]:
    """Return what is asked of a county: of its built-up area's residents, and of all (X1)."""
    return (
        Target(Of.ALL, "county_built_up_percent", rules.county_built_up_percent),
        Target(Of.ALL, "county_resident_percent", rules.county_resident_percent),
    )


def share(target: Target, registered: int, people: int | None, *, hide_below: int) -> Share:
    """Return the share; a figure of fewer than `hide_below` people is not shown."""
    if registered < hide_below:
        return Share(target, None, people)
    if not people:
        return Share(target, registered, people)
    reached = None if target.percent is None else registered * 100 >= people * target.percent
    return Share(target, registered, people, registered * 1000 // people, reached)


@dataclass(frozen=True, slots=True)
class People:
    """Who is registered, and how many there are of them: staff, and pupils of a school."""

    registered: int
    minors: int
    staff: int | None = None
    pupils: int | None = None

    def of(self, which: Of) -> tuple[int, int | None]:
        """Return registered and all of those; whoever is under age at a school is a pupil."""
        if which is Of.STAFF:
            return self.registered - self.minors, self.staff
        if which is Of.PUPILS:
            return self.minors, self.pupils
        known = self.staff is not None and self.pupils is not None
        return self.registered, (self.staff or 0) + (self.pupils or 0) if known else None


def unit_shares(
    targets: tuple[Target, ...], people: People, *, hide_below: int
) -> tuple[Share, ...]:
    """Return a unit's shares, one for each target."""
    return tuple(share(one, *people.of(one.of), hide_below=hide_below) for one in targets)


def average_target(
    kind: str, county: str, *, built_up: bool, rules: AverageRules
) -> tuple[str, int | None]:
    """Return the hours that a unit's volunteers shall serve on average, and the policy key.

    The place goes before the kind: in a county of its own every unit is asked for the same. Units
    outside a built-up area and communities, whose stations are asked for hours, are not asked.
    """
    if not built_up or kind == _COMMUNITY:
        return "", None
    if county and county not in rules.seat_counties:
        return "county_unit_hours", rules.county_unit_hours
    if kind in _ENTERPRISES:
        return "enterprise_hours", rules.enterprise_hours
    return "seat_unit_hours", rules.seat_unit_hours


def average(
    minutes: int, registered: int, active: int, target: tuple[str, int | None],
    *, base: AverageBase, hide_below: int, member_days: int = 0, days: int = 1,
) -> Average:  # fmt: skip
    """Return the average over whom the policy says (X6), rounded down.

    `member_days` are all the days of those `days` on which each of the registered was registered:
    divided by `days` they are as many people as there were on an average day.
    """
    rule, hours = target
    by, per = {"active": (active, 1), "registered_daily_average": (member_days, days)}.get(
        base, (registered, 1)
    )
    if registered < hide_below or by < hide_below * per:
        return Average(None, None, rule, hours, base=base)
    reached = None if hours is None else minutes * per >= hours * HOUR_MINUTES * by
    return Average(minutes, minutes * per // by, rule, hours, reached, base)


def titles_of(kind: str, rules: TitleRules) -> tuple[str, ...]:
    """Return the titles for which a unit or place of this kind is judged by these figures."""
    said = [*rules.by_share.items(), *rules.by_record.items()]
    return tuple(dict.fromkeys(title for title, kinds in said if kind in kinds))
