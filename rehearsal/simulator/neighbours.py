"""More people of the small city: children and guardians, families, officers, newcomers."""

from datetime import date, datetime

from sqlalchemy import insert, select, update

from models.columns import table_of
from models.families import Family, FamilyMember
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from models.places import Unit
from usecases.city import CitySession

# With hours enough for a star, of the first unit; who leaves; two of a family, and its head.
STAR, LEAVER, HEAD, MEMBER = 105, 106, 107, 108
# A child that comes with its guardian, and one that comes alone; the guardian is no volunteer.
CHILD, TEEN, GUARDIAN = 113, 114, 112
GROWN = (STAR, LEAVER, HEAD, MEMBER)
YOUNG = (CHILD, TEEN)
BORN = {CHILD: date(2015, 3, 1), TEEN: date(2011, 6, 1)}
# Who registers in the chat: a grown-up, and a minor whom somebody else agrees for.
NEWCOMER, YOUNG_NEWCOMER = 701, 702
NEWCOMERS = {NEWCOMER: date(1990, 1, 1), YOUNG_NEWCOMER: date(2012, 5, 1)}
FLOODER = 801
FEDERATION, OFFICE, COUNTY = (601, 602), (511,), (521, 522)
OFFICERS = (*FEDERATION, *OFFICE, *COUNTY)
HOME = ("530802", "530802001")
EVERYBODY = (*GROWN, *YOUNG, GUARDIAN, *NEWCOMERS, *OFFICERS, FLOODER)

_STAR_MINUTES = 6600
BROUGHT_MINUTES = {STAR: _STAR_MINUTES, LEAVER: 0, HEAD: 0, MEMBER: 0, CHILD: 0, TEEN: 0}


def bind(
    session: CitySession, volunteers: dict[int, int], accounts: dict[int, int], now: datetime
) -> None:
    """Let them belong to each other: the guardian to the children, the family, the unit."""
    connection, rows = session.connection(), table_of(Volunteer)
    unit = connection.scalar(select(table_of(Unit).c.id).order_by("id").limit(1))
    connection.execute(update(rows).where(rows.c.id == volunteers[STAR]).values(unit_id=unit))
    for child in YOUNG:
        connection.execute(
            update(rows).where(rows.c.id == volunteers[child]).values(born_on=BORN[child])
        )
        made = connection.scalar(
            insert(table_of(Guardianship))
            .values(
                volunteer_id=volunteers[child], account_id=accounts[GUARDIAN],
                relation="52", since_at=now,
            )
            .returning(table_of(Guardianship).c.id)
        )  # fmt: skip
        connection.execute(
            insert(table_of(GuardianConsent)).values(
                guardianship_id=made, kind="registration", text_version="2026-2", given_at=now
            )
        )
    family = connection.scalar(
        insert(table_of(Family))
        .values(head_id=volunteers[HEAD], founded_at=now)
        .returning(table_of(Family).c.id)
    )
    connection.execute(
        insert(table_of(FamilyMember)).values(
            family_id=family, volunteer_id=volunteers[HEAD], joined_at=now
        )
    )
