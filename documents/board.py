"""The status board: which unit owes what, on one picture that a phone can show."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from documents.typesetting import draw_png

Tone = Literal["done", "waiting", "due", "late", "none"]
"""done: accepted · waiting: handed in, not yet looked at · due: soon · late: overdue · none: not
asked for now. Each has a colour and a shape of its own, for those who do not tell red from green.
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One duty of one unit in a few characters: 已收, 迟 3 天, 2/4."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit and its duties, in the order of the columns."""

    unit_name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BoardWords:
    """What stands around the rows. `legend` explains the tones that it names, in its order."""

    title: str
    subtitle: str
    unit_column: str
    columns: tuple[str, ...]
    legend: tuple[Cell, ...]


def board_picture(rows: Sequence[BoardRow], words: BoardWords) -> bytes:
    """Return a PNG, 900 pixels wide; with 18 rows it is at most 1280 high, so Telegram keeps it.

    Raises ValueError when a row has not one cell for each column.
    """
    for row in rows:
        if len(row.cells) != len(words.columns):
            raise ValueError(f"{row.unit_name} has {len(row.cells)} cells")
    return draw_png("board.typ", {"rows": [asdict(row) for row in rows], "words": asdict(words)})
