"""The words on the first sheet of a copy of one's own data."""

from collections.abc import Mapping
from datetime import datetime

from locales.words import Speaker


def about(words: Speaker, groups: Mapping[str, str], made_at: datetime) -> tuple[str, list[str]]:
    """Return the first sheet's name and lines: of what moment, and what each table is for."""
    lines = [words.label("my-data-made", made_at=made_at), words.label("my-data-how")]
    lines += [
        words.label("my-data-table", table=table, why=words.label(f"privacy-why-{group}"))
        for table, group in groups.items()
    ]
    return words.label("my-data-about"), lines
