"""What people do next, and how much time goes by."""

from collections.abc import Awaitable, Callable

from rehearsal.simulator import errands, talk, visiting
from rehearsal.simulator.world import World

Act = Callable[[World], Awaitable[None]]
_SHORT_SECONDS, _LONG_SECONDS = (1.0, 90.0), (600.0, 18_000.0)
_NIGHT_SECONDS, _DAYS_SECONDS = (28_800.0, 72_000.0), (86_400.0, 1_000_000.0)

ACTS: tuple[tuple[int, Act], ...] = (
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
_WEIGHTS = [weight for weight, _ in ACTS]


async def act(world: World) -> None:
    """Let somebody do something, and some time go by."""
    lot = world.fate.lot
    (chosen,) = lot.choices(ACTS, _WEIGHTS)
    world.notes(chosen[1].__name__.replace("_", " "))
    await chosen[1](world)
    _set_the_clock(world)
    span = lot.choices(
        (_SHORT_SECONDS, _LONG_SECONDS, _NIGHT_SECONDS, _DAYS_SECONDS), (50, 30, 15, 5)
    )[0]
    await world.passes(lot.uniform(*span))


def _set_the_clock(world: World) -> None:
    clock, lot = world.clock, world.fate.lot
    if world.fate.strikes("clock set forward"):
        clock.off_seconds += lot.choice((2.0, 3600.0, 86_400.0))
    elif world.fate.strikes("clock set back"):
        clock.off_seconds -= lot.choice((2.0, 3600.0))
    else:
        return
    world.notes(f"the machine's clock is {clock.off_seconds:+.0f} s off")
