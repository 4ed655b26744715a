"""What people do next, and how much time goes by."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rehearsal.simulator import (
    affairs,
    errands,
    guardians_children,
    keeping_stations,
    lives,
    offices,
    talk,
    visiting,
    without_telephone,
)
from rehearsal.simulator.world import World

Act = Callable[[World], Awaitable[None]]
_SHORT_SECONDS, _LONG_SECONDS = (1.0, 90.0), (600.0, 18_000.0)
_NIGHT_SECONDS, _DAYS_SECONDS = (28_800.0, 72_000.0), (86_400.0, 1_000_000.0)

Acts = tuple[tuple[float, Act], ...]

EVERY_DAY: Acts = (
    (6, visiting.scans_on_the_page),
    (4, visiting.scans_in_the_chat),
    (3, visiting.is_scanned_by_a_clerk),
    (2, visiting.asks_for_a_code),
    (3, visiting.types_a_code),
    (2, visiting.settles_an_end),
    (4, errands.redeems_on_a_page),
    (2, errands.looks_at_rewards),
    (4, errands.shows_a_voucher),
    (2, errands.cancels_a_voucher),
    (2, errands.hands_in),
    (1, errands.reviews),
    (1, errands.opens_the_duties),
    (7, talk.presses_something),
    (2, talk.looks_at_the_day),
    (2, talk.blocks_the_bot),
)
PEOPLE: Acts = (
    (3, lives.registers_in_the_chat),
    (1, lives.decides_applications),
    (2, lives.a_guardian_agrees),
    (2, lives.a_guardian_takes_it_back),
    (3, lives.children_come_and_go),
    (3, lives.a_family_comes),
    (2, lives.a_family_changes),
    (3, lives.moves),
    (1, lives.leaves),
    (0.2, lives.floods),
)
HOURS: Acts = (
    (3, offices.types_hours),
    (2, offices.misses_hours),
    (4, offices.checks_hours),
    (3, offices.objects),
    (4, offices.settles_objections),
    (2, offices.quarrels_over_a_line),
    (2, offices.a_batch_of_stars_goes_on),
    (1, offices.takes_a_certificate),
    (2, offices.scans_come_late),
    (3, lives.serves_for_hours),
)
AFFAIRS: Acts = (
    (3, without_telephone.a_clerk_registers_somebody),
    (3, without_telephone.a_clerk_serves_somebody),
    (2, guardians_children.a_guardian_registers_a_child),
    (1, affairs.a_unit_sends_a_roster),
    (1, affairs.somebody_gets_his_account_back),
    (3, affairs.an_entry_goes_on),
    (2, affairs.shows_a_certificate),
    (2, affairs.brings_hours_along),
    (2, affairs.a_recipient_has_his_say),
    (1, affairs.a_training_is_kept),
    (2, affairs.a_visit_is_rated),
    (1, affairs.shows_an_award),
    (1, affairs.changes_his_own_lines),
    (1, affairs.asks_what_is_kept),
    (2, affairs.somebody_corrects_his_registration),
    (0.5, affairs.an_officer_looks),
    (1, offices.types_hours),
)
STATIONS: Acts = (
    (1, keeping_stations.the_register_changes),
    (1, keeping_stations.staff_comes_and_goes),
    (3, keeping_stations.a_station_wants_a_location),
    (3, keeping_stations.a_class_comes),
    (3, keeping_stations.a_printed_card_comes_late),
    (2, keeping_stations.a_later_guardian_waits),
    (3, keeping_stations.somebody_objects_to_a_star),
    (1, keeping_stations.oddities_are_judged),
    (3, offices.a_batch_of_stars_goes_on),
    (2, lives.serves_for_hours),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """What a run is mostly about: everything may happen in it, its own acts often."""

    acts: Acts
    # A short while, some hours, a night, days: where offices take their days, more of the last.
    spans: tuple[int, int, int, int]


def _mostly(mine: Acts, spans: tuple[int, int, int, int]) -> Theme:
    others = [(weight, act) for acts in (EVERY_DAY, PEOPLE, HOURS) for weight, act in acts]
    return Theme((*((8 * weight, act) for weight, act in mine), *others), spans)


THEMES = (
    Theme(EVERY_DAY, (50, 30, 15, 5)),
    _mostly(PEOPLE, (45, 25, 20, 10)),
    _mostly(HOURS, (30, 20, 20, 30)),
    _mostly(AFFAIRS, (35, 30, 20, 15)),
    _mostly(STATIONS, (35, 25, 20, 20)),
)


async def act(world: World) -> None:
    """Let somebody do something, and some time go by."""
    lot, theme = world.fate.lot, THEMES[world.theme % len(THEMES)]
    ((_, chosen),) = lot.choices(theme.acts, [weight for weight, _ in theme.acts])
    world.notes(chosen.__name__.replace("_", " "))
    await chosen(world)
    _set_the_clock(world)
    spans = (_SHORT_SECONDS, _LONG_SECONDS, _NIGHT_SECONDS, _DAYS_SECONDS)
    await world.passes(lot.uniform(*lot.choices(spans, theme.spans)[0]))


def _set_the_clock(world: World) -> None:
    clock, lot = world.clock, world.fate.lot
    if world.fate.strikes("clock set forward"):
        clock.off_seconds += lot.choice((2.0, 3600.0, 86_400.0))
    elif world.fate.strikes("clock set back"):
        clock.off_seconds -= lot.choice((2.0, 3600.0))
    else:
        return
    world.notes(f"the machine's clock is {clock.off_seconds:+.0f} s off")
