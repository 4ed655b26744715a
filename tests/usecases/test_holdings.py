"""Every place where a person stands is known: to `/privacy`, to a copy, and to erasing."""

from models.tables import metadata
from usecases.holdings import HOLDINGS, NOBODYS, references


def test_every_reference_to_a_person_is_in_the_list_of_what_is_held() -> None:
    """K12: a new table that names somebody is told, handed out and erased, or this fails."""
    unnamed = [
        f"{table.name}.{column}"
        for table, column in references()
        if table.name not in HOLDINGS
        or (
            column not in {*HOLDINGS[table.name].mine, *HOLDINGS[table.name].others}
            and column not in HOLDINGS[table.name].through
        )
    ]
    assert unnamed == []


def test_every_table_stands_in_one_list_or_the_other() -> None:
    assert set(metadata.tables) - {*HOLDINGS, *NOBODYS} == set()
    assert set(HOLDINGS) & NOBODYS == set()


def test_the_list_names_no_column_that_is_not_there() -> None:
    for name, holding in HOLDINGS.items():
        named = {*holding.mine, *holding.others, *holding.numbers, *holding.through}
        named |= {*holding.blank} | ({holding.telephone} - {""})
        assert named <= set(holding.table.c.keys()), name
