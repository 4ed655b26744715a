"""What a station offers, as a list in an order of its own: its text has an item in each line."""

from zlib import crc32


def items_of(text: str | None) -> tuple[str, ...]:
    """Return the items of a station's text, each once, in order."""
    lines = (line.strip() for line in (text or "").split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def text_of(items: tuple[str, ...]) -> str:
    """Return the items as the station's text keeps them."""
    return "\n".join(items)


def mark_of(item: str) -> str:
    """Return what names an item on a button: it stays right when others come, go or move."""
    return f"{crc32(item.encode()):x}"


def without(items: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Return the other items."""
    return tuple(item for item in items if mark_of(item) != mark)


def moved_up(items: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Return the items with one before its neighbour; the first stays the first."""
    moved = list(items)
    for place in range(1, len(moved)):
        if mark_of(moved[place]) == mark:
            moved[place - 1], moved[place] = moved[place], moved[place - 1]
            break
    return tuple(moved)
