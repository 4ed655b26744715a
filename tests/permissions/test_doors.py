"""Every way in leads to a deed of the table, or stands below with the reason why it needs none.

A handler or a page that is added without asking for permission somewhere is found here (P11).
"""

import importlib
from pathlib import Path

from domain.permissions import Action
from tests.permissions.doors import DOORS, actions, entries

ROOT = Path(__file__).resolve().parents[2]

# What does nothing but show words or move a conversation of one's own.
OPEN = {
    "command start": "greets, shows the menu of the roles that one holds",
    "command menu": "the same",
    "command help": "words",
    "press help": "words",
    "command cancel": "ends a conversation of one's own",
    "press cancel": "the same",
    "menu menu-more": "a menu",
    "menu menu-register": "opens a conversation of one's own",
    "press register": "the same",
    "menu menu-queue": "hands on to the room of the role that one acts in",
    "menu menu-honour": "says how it is done",
    "press reg": "moves a conversation of one's own; handing in is a deed",
    "press daybook": "asks which days; the page is a deed",
    "press cert-check": "asks for a number; what it shows is a deed",
    "press familydecline": "words",
    "press proxydecline": "words",
    "press nationalno": "asks on; what came of it is a deed",
    "press moving": "moves a conversation of one's own; asking is a deed",
    "press guardianis": "moves a conversation of one's own; agreeing is a deed",
    "press appback": "asks on; the decision is a deed",
    "press appline": "the same",
    "press apprefuse": "the same",
    "press settletime": "the same",
    "press subreturn": "the same",
    "press bf": "hands on to the questions of a record; those that ask or do are deeds",
    "press recno": "asks on; the decision is a deed",
    "press nationalhours": "asks which month; the link to it is a deed",
    "press signedpage": "asks on; keeping the page is a deed",
    "press untrue": "asks on; the word is a deed",
    "press recdone": "ends a conversation of one's own",
    "step recipient/stars": "words",
    "step recipient/page": "keeps what is sent in a conversation of one's own",
    "press wrong": "asks on; raising the dispute is a deed",
    "press wrongis": "the same",
    "press objectto": "the same",
    "press ownword": "asks on; the word is a deed",
    "press oddobject": "asks on; the objection is a deed",
    "press explain": "asks on; the answer is a deed",
    "press rule": "asks on; the ruling is a deed",
    "step dispute/what": "words",
    "step backfill/day": "moves a conversation of one's own; handing in is a deed",
    "step backfill/denial": "words",
    "step backfill/papers": "keeps what is sent in a conversation of one's own",
    "step backfill/reason": "moves a conversation of one's own",
    "step backfill/late": "moves a conversation of one's own",
    "step backfill/summary": "words",
    "step backfill/again": "words",
    "press stnewkind": "the same; opening a station is a deed",
    "press stnewplace": "the same",
    "press stnewback": "the same",
    "loose 2": "tells a mistyped code",
    "step submit/collect": "keeps what is sent in a conversation of one's own",
    "page GET /scan": "an empty page; what it shows is asked for with the session's token",
    "page GET /scanner": "the same",
    "page GET /scanner-worker.js": "a script; what it opens asks by itself",
    "page GET /display": "the same, with the browser's own secret",
    "page GET /me": "the same",
    "page GET /voucher/{voucher_id}": "the same",
    "page GET /honour": "the same",
    "page GET /form": "the same",
}


def test_every_way_in_leads_to_a_deed_of_the_table_or_says_why_not() -> None:
    found_ways = dict(entries())
    assert len(found_ways) > 100
    unlisted = {name for name, function in found_ways.items() if not actions(function)}
    assert unlisted <= set(OPEN), f"add a deed, or a reason: {sorted(unlisted - set(OPEN))}"
    assert set(OPEN) <= set(found_ways), f"there is no {sorted(set(OPEN) - set(found_ways))}"


def test_no_door_for_people_does_what_only_the_clock_may() -> None:
    usurping = [name for name, function in entries() if Action.RUN_CLOCK in actions(function)]
    assert usurping == []


def test_no_room_of_a_door_is_forgotten() -> None:
    """A module that nobody imports would hang nothing into the table."""
    for folder in DOORS:
        for file in (ROOT / folder).glob("*.py"):
            importlib.import_module(f"{folder}.{file.stem}")
    assert len(dict(entries())) == len(list(entries()))
