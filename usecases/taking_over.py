"""A volunteer goes on under another account: what moves, and what ends with the old one."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from domain.refusals import Code, Refusal
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.national import NationalEntry
from models.pages import PageSession
from models.people import Application, Consent, Volunteer
from models.proxies import ProxyRegistration
from models.traffic import Notice
from models.visits import ShortCode
from usecases import proxies, wards
from usecases.city import CitySession
from usecases.handing_in import OPEN_STATES

_APPLICATIONS = table_of(Application)
_CONSENTS = table_of(Consent)
_GUARDIANS = table_of(Guardianship)
_WARD_CONSENTS = table_of(GuardianConsent)
_ENTRIES = table_of(NationalEntry)
_NOTICES = table_of(Notice)
_PAGES = table_of(PageSession)
_PROXIES = table_of(ProxyRegistration)
_SHORT = table_of(ShortCode)
_VOLUNTEERS = table_of(Volunteer)

# What a volunteer is told of his own service; what waits for the old account as an officer's stays.
_HIS_OWN = ("visit-forgotten", "end-confirmed", "arrival-confirmed", "voucher-expired")
_EPOCHS = 256


def move(
    session: CitySession,
    *,
    volunteer_id: int,
    old: int | None,
    new: int,
    phone: str,
    now: datetime,
) -> None:
    """Let the volunteer be the new account's: number, hours, visits and vouchers stay his.

    Every code of before is worthless, pages that are open under the old account end, consents and
    guardianships go along; roles stay with the account that was trusted with them. Refuses
    step-gone when the volunteer has moved meanwhile, already-registered when the new account is a
    volunteer's already, own-ward when it is a guardian's of this very volunteer.
    """
    _require_no_ward(session, volunteer_id, new)
    _free_the_account(session, new)
    connection = session.connection()
    row = connection.execute(
        select(_VOLUNTEERS.c.opaque_id).where(_VOLUNTEERS.c.id == volunteer_id)
    ).one()
    keys = session.city.keys
    same = _VOLUNTEERS.c.account_id.is_(None) if old is None else _VOLUNTEERS.c.account_id == old
    moved = connection.execute(
        update(_VOLUNTEERS)
        .where(_VOLUNTEERS.c.id == volunteer_id, same, _VOLUNTEERS.c.suspended_at.is_(None))
        .values(
            account_id=new,
            epoch=(_VOLUNTEERS.c.epoch + 1) % _EPOCHS,
            phone_sealed=keys.seal(phone, f"volunteer/{row.opaque_id}/phone"),
            phone_index=keys.blind(phone, "phone"),
        )
    )
    if moved.rowcount != 1:
        raise Refusal(Code.STEP_GONE)
    _end_codes(session, volunteer_id, now)
    # What the new account had handed in itself, under a document of its own, is not two people's.
    connection.execute(
        update(_APPLICATIONS)
        .where(_APPLICATIONS.c.account_id == new, _APPLICATIONS.c.state.in_(OPEN_STATES))
        .values(state="withdrawn", decided_at=now, version=_APPLICATIONS.c.version + 1)
    )
    # The onward entry rests on a consent, and consents go along.
    connection.execute(
        update(_ENTRIES).where(_ENTRIES.c.volunteer_id == volunteer_id).values(account_id=new)
    )
    before = old if old is not None else proxies.account_of(session, volunteer_id)
    if before is not None:
        _follow(session, before, new, now)


def _free_the_account(session: CitySession, new: int) -> None:
    """Refuse already-registered where the account is a volunteer's; one of before lets it go."""
    connection = session.connection()
    taken = connection.execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.suspended_at).where(_VOLUNTEERS.c.account_id == new)
    ).one_or_none()
    if taken is None:
        return
    if taken.suspended_at is None:
        raise Refusal(Code.ALREADY_REGISTERED)
    # An approval that was undone: that row keeps its ledger and loses the account.
    connection.execute(
        update(_VOLUNTEERS).where(_VOLUNTEERS.c.id == taken.id).values(account_id=None)
    )


def end_cards(session: CitySession, volunteer_id: int, now: datetime) -> None:
    """Let every code of the volunteer be worthless: those on cards, and typed ones."""
    session.connection().execute(
        update(_VOLUNTEERS)
        .where(_VOLUNTEERS.c.id == volunteer_id)
        .values(epoch=(_VOLUNTEERS.c.epoch + 1) % _EPOCHS)
    )
    _end_codes(session, volunteer_id, now)


def _end_codes(session: CitySession, volunteer_id: int, now: datetime) -> None:
    session.connection().execute(
        update(_SHORT)
        .where(
            _SHORT.c.kind == "personal",
            _SHORT.c.subject_id == volunteer_id,
            _SHORT.c.used_at.is_(None),
            _SHORT.c.expires_at > now,
        )
        .values(expires_at=now)
    )


def _follow(session: CitySession, old: int, new: int, now: datetime) -> None:
    connection = session.connection()
    connection.execute(delete(_PAGES).where(_PAGES.c.account_id == old))
    live = _CONSENTS.c.withdrawn_at.is_(None)
    given = select(_CONSENTS.c.kind).where(_CONSENTS.c.account_id == new, live)
    connection.execute(
        update(_CONSENTS)
        .where(_CONSENTS.c.account_id == old, live, _CONSENTS.c.kind.not_in(given))
        .values(account_id=new)
    )
    connection.execute(
        update(_NOTICES)
        .where(
            _NOTICES.c.account_id == old,
            _NOTICES.c.state == "pending",
            _NOTICES.c.claimed_until.is_(None),
            _NOTICES.c.kind.in_(_HIS_OWN),
        )
        .values(account_id=new)
    )
    # What a clerk types is his station's, what a guardian types his own.
    connection.execute(
        update(_PROXIES)
        .where(_PROXIES.c.typist_id == old, _PROXIES.c.station_id.is_(None))
        .values(typist_id=new)
    )
    for row in connection.execute(select(_GUARDIANS).where(_GUARDIANS.c.account_id == old)).all():
        known = _guardianship_of(session, row, new)
        if known is None:
            values = _resealed(session, row, new)
            connection.execute(update(_GUARDIANS).where(_GUARDIANS.c.id == row.id).values(**values))
        else:
            _merge(session, row.id, known, now)


def _require_no_ward(session: CitySession, volunteer_id: int, new: int) -> None:
    """Refuse to let a guardian's account be the ward's own: nobody agrees for himself."""
    query = select(_GUARDIANS.c.id).where(
        _GUARDIANS.c.volunteer_id == volunteer_id, _GUARDIANS.c.account_id == new
    )
    if session.connection().execute(query).first() is not None:
        raise Refusal(Code.OWN_WARD, "registration.consent_below")


def _guardianship_of(session: CitySession, row: Any, account_id: int) -> int | None:
    """Return the account's own guardianship of the child of this one, or None."""
    # Each is one child's only: an applicant, the volunteer that he became, or both.
    same = [
        _GUARDIANS.c[name] == getattr(row, name)
        for name in ("volunteer_id", "application_id")
        if getattr(row, name) is not None
    ]
    found: int | None = session.connection().scalar(
        select(_GUARDIANS.c.id).where(_GUARDIANS.c.account_id == account_id, or_(*same))
    )
    return found


def _merge(session: CitySession, old: int, kept: int, now: datetime) -> None:
    """Let a guardian who is known under both accounts be one: what he agreed to stands once.

    A consent that stands goes before one that waits for an officer, and ends no other.
    """
    connection = session.connection()
    mine = _WARD_CONSENTS.c.guardianship_id == old
    live = _WARD_CONSENTS.c.withdrawn_at.is_(None)
    for one in connection.execute(select(_WARD_CONSENTS).where(mine, live)).all():
        twin = (
            (_WARD_CONSENTS.c.guardianship_id == kept)
            & live
            & (_WARD_CONSENTS.c.kind == one.kind)
            & _WARD_CONSENTS.c.teacher_id.is_not_distinct_from(one.teacher_id)
        )
        waits = _WARD_CONSENTS.c.confirm_route.is_not(None)
        if one.confirm_route is None:
            connection.execute(update(_WARD_CONSENTS).where(twin, waits).values(withdrawn_at=now))
        if connection.execute(select(_WARD_CONSENTS.c.id).where(twin)).first() is not None:
            connection.execute(
                update(_WARD_CONSENTS).where(_WARD_CONSENTS.c.id == one.id).values(withdrawn_at=now)
            )
    connection.execute(update(_WARD_CONSENTS).where(mine).values(guardianship_id=kept))
    connection.execute(delete(_GUARDIANS).where(_GUARDIANS.c.id == old))


def _resealed(session: CitySession, row: Any, new: int) -> dict[str, Any]:
    values: dict[str, Any] = {"account_id": new}
    keys = session.city.keys
    if row.name_sealed is not None and row.phone_sealed is not None:
        name = keys.open(row.name_sealed, wards.name_place(row.account_id))
        phone = keys.open(row.phone_sealed, wards.phone_place(row.account_id))
        values |= {
            "name_sealed": keys.seal(name, wards.name_place(new)),
            "phone_sealed": keys.seal(phone, wards.phone_place(new)),
        }
    return values
