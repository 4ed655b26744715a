"""Children with a guardian whose consent stands, for tests that begin after their registration."""

from datetime import date

from sqlalchemy import insert, update

from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from tests.cast import MORNING, Somebody, a_volunteer
from usecases.city import CitySession


def a_child(
    session: CitySession,
    external_id: int,
    guardian: int,
    name: str = "赵小朋友",
    language: str = "zh-hans",
) -> tuple[Somebody, int]:
    """Let a child of twelve be a volunteer; return it and the guardianship of that account."""
    child = a_volunteer(session, external_id, name, language)
    rows = table_of(Volunteer)
    connection = session.connection()
    connection.execute(
        update(rows).where(rows.c.id == child.volunteer_id).values(born_on=date(2014, 3, 1))
    )
    return child, is_guardian(session, child.volunteer_id, guardian)


def is_guardian(session: CitySession, child_id: int, account_id: int) -> int:
    """Let somebody be guardian of a child and agree; return the guardianship."""
    made = session.connection().execute(
        insert(table_of(Guardianship))
        .values(volunteer_id=child_id, account_id=account_id, relation="52", since_at=MORNING)
        .returning(table_of(Guardianship).c.id)
    )
    guardianship = int(made.scalar_one())
    agrees(session, guardianship, "registration")
    return guardianship


def agrees(
    session: CitySession, guardianship: int, kind: str, teacher_id: int | None = None
) -> None:
    """Let the guardian agree to a registration, or to a teacher's company."""
    session.connection().execute(
        insert(table_of(GuardianConsent)).values(
            guardianship_id=guardianship,
            kind=kind,
            teacher_id=teacher_id,
            text_version="1",
            given_at=MORNING,
        )
    )
