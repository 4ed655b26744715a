"""Who is of one household: of one family, or guardian and ward."""

from sqlalchemy import or_, select

from models.columns import table_of
from models.families import FamilyMember
from models.guardians import Guardianship
from models.people import Volunteer
from usecases.city import CitySession

_MEMBERS = table_of(FamilyMember)
_GUARDIANS = table_of(Guardianship)
_VOLUNTEERS = table_of(Volunteer)


def related(session: CitySession, actor: int, volunteer_id: int) -> bool:
    """Tell whether an account is the volunteer's own, or of his household."""
    own = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.account_id == actor)
    account = select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == volunteer_id)
    families = select(_MEMBERS.c.family_id).where(
        _MEMBERS.c.volunteer_id == volunteer_id, _MEMBERS.c.left_at.is_(None)
    )
    family = select(_MEMBERS.c.id).where(
        _MEMBERS.c.family_id.in_(families),
        _MEMBERS.c.volunteer_id.in_(own),
        _MEMBERS.c.left_at.is_(None),
    )
    guardian = select(_GUARDIANS.c.id).where(
        or_(
            (_GUARDIANS.c.volunteer_id == volunteer_id) & (_GUARDIANS.c.account_id == actor),
            _GUARDIANS.c.volunteer_id.in_(own) & _GUARDIANS.c.account_id.in_(account),
        )
    )
    himself = own.where(_VOLUNTEERS.c.id == volunteer_id)
    connection = session.connection()
    return any(connection.execute(one).first() is not None for one in (himself, family, guardian))
