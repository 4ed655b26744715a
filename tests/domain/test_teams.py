"""What may be shown of a team's qualified members, and when they are enough (PU9-T27)."""

import pytest

from domain.teams import Share, qualified, with_teams


@pytest.mark.parametrize(
    ("members", "holders", "share"),
    [
        # Just 30 per cent is not more than 30 per cent.
        (20, 6, Share(False, 30, False)), (100, 30, Share(False, 30, False)),
        (100, 31, Share(False, 31, True)), (100, 29, Share(False, 29, False)),
        # 302 of 1,000 are more, however it is rounded.
        (1000, 302, Share(False, 30, True)), (10, 0, Share(False, 0, False)),
        (5, 5, Share(False, 100, True)), (0, 0, Share(True, 0, False)),
        (4, 4, Share(True, 0, False)), (20, 4, Share(True, 0, False)),
        (20, 5, Share(False, 25, False)), (20, 16, Share(True, 0, False)),
        (20, 15, Share(False, 75, True)),
    ],
)  # fmt: skip
def test_a_team_needs_more_than_thirty_per_cent_and_few_people_are_not_shown(
    members: int, holders: int, share: Share
) -> None:
    assert qualified(members, holders, above_percent=30, hide_below=5) == share


@pytest.mark.parametrize(
    ("units", "having", "percent", "reached"),
    [(10, 5, 50, False), (10, 6, 60, True), (10, 7, 70, True), (1000, 599, 59, False)],
)
def test_sixty_per_cent_of_the_units_with_a_team_are_enough(
    units: int, having: int, percent: int, reached: bool
) -> None:
    assert with_teams(units, having, percent=60) == Share(False, percent, reached)
    assert with_teams(0, 0, percent=60).hidden
