"""The workbook of figures by which titles of civilisation are judged (PUZD-3.3e, PU9-T23g)."""

from documents.workbooks import Sheet, workbook
from domain.places import Places
from domain.policy_shares import UNIT_KINDS
from domain.shares import HOUR_MINUTES, Average, Share
from handlers.registration_questions import place_name
from handlers.share_words import titles, whom
from handlers.turn import Turn
from locales.words import CHINESE
from usecases.shares import Assessment, PlaceLine, UnitLine

UNIT_COLUMNS = (
    "unit", "kind", "place", "town", "whom", "people", "registered", "share", "target", "marks",
    "hours", "average", "hours-target", "projects", "titles",
)  # fmt: skip
_UNIT_WIDTHS = (30, 12, 12, 10, 14, 10, 10, 10, 8, 12, 12, 10, 10, 10, 30)
PLACE_COLUMNS = (
    "place", "whom", "people", "registered", "share", "target", "marks", "hours", "average",
    "hours-target", "titles",
)  # fmt: skip
_PLACE_WIDTHS = (16, 16, 12, 10, 10, 8, 12, 12, 10, 10, 24)


def share_book(turn: Turn, found: Assessment, year: int, places: Places) -> bytes:
    """Return two sheets, units and places; a school's teachers and pupils have a row each."""
    # Never "today": a file is read later.
    day = turn.label("day-of-year", month=found.day.month, day=found.day.day)
    above = [
        turn.label("sharebook-title", year=str(year), day=day),
        turn.label("sharebook-note", least=found.hide_below),
        turn.label("sharebook-base", base=found.base),
    ]
    units = [row for one in found.units for row in _unit_rows(turn, one, places)]
    of_places = [row for one in found.places for row in _place_rows(turn, one)]
    return workbook(
        [
            Sheet(
                turn.label("sharebook-units"), _headings(turn, UNIT_COLUMNS), _UNIT_WIDTHS,
                units, above,
            ),
            Sheet(
                turn.label("sharebook-places"), _headings(turn, PLACE_COLUMNS), _PLACE_WIDTHS,
                of_places, above,
            ),
        ]
    )  # fmt: skip


def _headings(turn: Turn, columns: tuple[str, ...]) -> list[str]:
    return [turn.label(f"sharebook-column-{column}") for column in columns]


def _unit_rows(turn: Turn, one: UnitLine, places: Places) -> list[list[str]]:
    county = places.get(one.county)
    kind = one.kind if one.kind in UNIT_KINDS else "other"
    head = [
        one.name,
        turn.label(f"unit-kind-{kind}"),
        place_name(turn, county) if county else turn.label("sharebook-city"),
        turn.label("sharebook-inside" if one.built_up else "sharebook-outside"),
    ]
    rows = [
        [
            *head,
            whom(turn, one, share),
            *_share_cells(turn, share),
            *_average_cells(turn, one.average),
        ]
        for share in one.shares
    ]
    # Nothing is kept of projects: they stand in the national system.
    return [[*row, turn.label("sharebook-elsewhere"), titles(turn, one.titles)] for row in rows]


def _place_rows(turn: Turn, one: PlaceLine) -> list[list[str]]:
    name = one.name if turn.words.locale == CHINESE else one.name_en
    return [
        [
            name,
            turn.label(f"shares-whom-{base}"),
            *_share_cells(turn, share),
            *_average_cells(turn, one.average),
            titles(turn, one.titles),
        ]
        for base, share in one.shares.items()
    ]


def _share_cells(turn: Turn, share: Share) -> list[str]:
    none, hidden = turn.label("none"), turn.label("coverage-hidden")
    nowhere = turn.label("sharebook-no-target")
    unknown = hidden if share.registered is None else none
    return [
        none if share.people is None else str(share.people),
        hidden if share.registered is None else str(share.registered),
        unknown if share.tenths is None else f"{share.tenths / 10:g}%",
        nowhere if share.target.percent is None else f"{share.target.percent}%",
        " / ".join(f"{mark}%" for mark in share.target.marks),
    ]


def _average_cells(turn: Turn, average: Average) -> list[str]:
    hidden, hours = turn.label("coverage-hidden"), average.target_hours
    return [
        hidden if average.minutes is None else _hours(average.minutes),
        hidden if average.average_minutes is None else _hours(average.average_minutes),
        turn.label("sharebook-no-target") if hours is None else str(hours),
    ]


def _hours(minutes: int) -> str:
    """Return hours with one place, rounded down."""
    return f"{minutes * 10 // HOUR_MINUTES / 10:g}"
