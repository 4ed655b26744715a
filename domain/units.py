"""Kinds of units that rules tell apart; the words are those of the units' files."""

# "school" is one of which nobody has said what kind of school it is.
SCHOOLS = frozenset({"school", "college", "senior_high", "basic_school"})


def has_pupils(kind: str) -> bool:
    """Tell whether a unit's headcount has pupils beside its staff (PUZD-1.3.2a, PU9-T26b)."""
    return kind in SCHOOLS
