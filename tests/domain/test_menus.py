"""A station's services as a list: added, taken away, put before another."""

from domain.menus import items_of, mark_of, moved_up, text_of, without


def test_a_menu_has_an_item_a_line_each_once_in_its_order() -> None:
    assert items_of(None) == items_of("  \n") == ()
    assert items_of("量血压\n\n 理发 \n量血压") == ("量血压", "理发")
    assert text_of(items_of("量血压\n\n 理发 ")) == "量血压\n理发"


def test_an_item_moves_before_its_neighbour_and_the_first_stays_where_it_is() -> None:
    menu = ("量血压", "理发", "磨刀")
    assert moved_up(menu, mark_of("磨刀")) == ("量血压", "磨刀", "理发")
    assert moved_up(menu, mark_of("量血压")) == moved_up(menu, mark_of("没有的")) == menu
    assert without(menu, mark_of("理发")) == ("量血压", "磨刀")
    assert without(menu, mark_of("没有的")) == menu
