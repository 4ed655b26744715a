"""What may be shown of how many of a group are registered (PU9-T23, T24)."""

import pytest

from domain.groups import Figure, figure


@pytest.mark.parametrize(
    ("registered", "active", "shown"),
    [
        (0, 0, (None, None)), (4, 4, (None, None)), (5, 4, (5, None)), (5, 5, (5, 5)),
        (9, 5, (9, None)), (10, 5, (10, 5)), (10, 10, (10, 10)), (10, 9, (10, None)),
    ],
)  # fmt: skip
def test_no_figure_below_five_is_shown_nor_one_from_which_it_follows(
    registered: int, active: int, shown: tuple[int | None, int | None]
) -> None:
    found = figure(registered, active, None, hide_below=5, target_percent=100)
    assert (found.registered, found.active) == shown


@pytest.mark.parametrize(
    ("registered", "percent", "reached"), [(99, 99, False), (100, 100, True), (101, 101, True)]
)
def test_the_target_is_reached_when_all_are_registered(
    registered: int, percent: int, reached: bool
) -> None:
    found = figure(registered, 0, 100, hide_below=5, target_percent=100)
    assert (found.percent, found.reached) == (percent, reached)
    assert figure(4, 0, 4, hide_below=5, target_percent=100) == Figure(None, None, 4)
    # 199 of 200 are not yet all, however it is rounded.
    assert not figure(199, 0, 200, hide_below=5, target_percent=100).reached
