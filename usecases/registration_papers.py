"""The registration form on paper (PUZD-1.4.1a): two copies, filled from the application.

In the chat the document's number is masked; with the whole number it goes to the officer who
decides, over a link of our own host. That it was printed is kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from domain.identity import age_on, mask
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import phone_on_paper, phone_tail
from models.columns import table_of
from models.people import Account, Application, Consent, Volunteer
from models.places import Team, Unit
from usecases import access, applications, audit, minors, paper_links, registration, wards
from usecases.city import CitySession

_ACCOUNTS = table_of(Account)
_APPLICATIONS = table_of(Application)
_CONSENTS = table_of(Consent)
_VOLUNTEERS = table_of(Volunteer)
_UNITS = table_of(Unit)
_TEAMS = table_of(Team)
KIND = "registration"


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form says of one applicant; what is not known is empty, for the hand to fill in."""

    name: str
    sex: str
    born_on: date | None
    document: str
    document_number: str
    phone: str
    places: tuple[tuple[str, str], ...]
    unit: str
    team: str
    categories: tuple[str, ...]
    skills: tuple[str, ...]
    free_times: tuple[str, ...]
    volunteer_number: str
    handed_in_on: date
    consented_on: date | None
    approved_on: date | None
    # Whether lines for a guardian and for the health of the old are printed.
    minor: bool
    senior: bool
    # Who agreed for a minor in his own chat, and when: "" and None where nobody did.
    guardian: str
    guardian_on: date | None
    city: str
    city_en: str


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int, now: datetime) -> FormFacts:
    """Return one's own form, the number and the telephone masked; refuses not-registered."""
    row = _newest(session, _APPLICATIONS.c.account_id == actor)
    return _facts(session, row or _imported(session, actor), now, masked=True)


def _imported(session: CitySession, actor: int) -> Any:
    """Stand in for the application of a volunteer who was brought along without one."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    query = select(_VOLUNTEERS.c.approved_at).where(_VOLUNTEERS.c.id == volunteer_id)
    approved_at = session.connection().scalar(query)
    return SimpleNamespace(
        account_id=actor,
        answers_sealed=None,
        state="approved",
        submitted_at=approved_at,
        decided_at=approved_at,
        volunteer_id=volunteer_id,
    )


@access.performs(Action.DECIDE_APPLICATION)
def link(session: CitySession, *, actor: int, application_id: int, now: datetime) -> str:
    """Return a link that opens the whole form once; kept in the trail. Refuses not-allowed."""
    row = applications.within_reach(session, actor, application_id)
    audit.record(session, actor, "application.form-asked", f"application:{row.id}", now)
    return paper_links.make(session, actor=actor, kind=KIND, subject=row.id, now=now)


@access.performs(Action.DECIDE_APPLICATION)
def masked(session: CitySession, *, actor: int, application_id: int, now: datetime) -> FormFacts:
    """Return the form with number and telephone masked, where there are no pages of ours."""
    row = applications.within_reach(session, actor, application_id)
    facts = _facts(session, row, now, masked=True)
    subject = f"application:{row.id}"
    minors.seen(session, actor, subject, facts.born_on, minors.Screen.FORM, now)
    return facts


@access.performs(Action.LOOK_AROUND)
def by_link(session: CitySession, *, token: str, now: datetime) -> tuple[FormFacts, str] | None:
    """Return the whole form and the language of whoever asked for it; once.

    None for a link that is forged, late or used, and for one whose asker may not decide any more.
    """
    opened = paper_links.take(session, token=token, now=now)
    if opened is None or opened.kind != KIND:
        return None
    try:
        row = applications.within_reach(session, opened.account_id, opened.subject)
    except Refusal:
        return None
    audit.record(
        session, opened.account_id, "application.form-printed", f"application:{row.id}", now
    )
    language = session.connection().scalar(
        select(_ACCOUNTS.c.language).where(_ACCOUNTS.c.id == opened.account_id)
    )
    facts = _facts(session, row, now, masked=False)
    subject, who = f"application:{row.id}", opened.account_id
    minors.seen(session, who, subject, facts.born_on, minors.Screen.FORM, now)
    return facts, language or ""


def _newest(session: CitySession, where: Any) -> Any:
    query = select(_APPLICATIONS).where(where).order_by(_APPLICATIONS.c.id.desc()).limit(1)
    return session.connection().execute(query).one_or_none()


def _facts(session: CitySession, row: Any, now: datetime, *, masked: bool) -> FormFacts:
    said = _answers(session, row)
    calendar, policy = session.city.calendar, session.city.policy(now)
    born_on = date.fromisoformat(said["born_on"]) if said["born_on"] else None
    age = age_on(born_on, calendar.day_of(row.submitted_at)) if born_on else None
    ages = policy.registration
    approved = row.state == "approved" and row.decided_at is not None
    consented_at = session.connection().scalar(
        select(_CONSENTS.c.given_at)
        .where(
            _CONSENTS.c.account_id == row.account_id, _CONSENTS.c.kind == registration.TO_REGISTER
        )
        .order_by(_CONSENTS.c.id.desc())
        .limit(1)
    )
    minor = age is not None and age < ages.consent_below
    whose = wards.of_volunteer if row.volunteer_id else wards.of_application
    word = wards.word_of(session, whose(row.volunteer_id or row.id)) if minor else None
    number, phone = said["number"], said["phone"]
    return FormFacts(
        name=said["name"],
        sex=said["sex"],
        born_on=born_on,
        document=said["kind"].replace("_", "-"),
        document_number=mask(number) if masked else number,
        phone=f"••••{phone_tail(phone)}" if masked else phone_on_paper(phone),
        places=tuple(
            (one.name, one.name_en)
            for one in session.city.places.path(said["township"] or said["county"])
        ),
        unit=said.get("unit_name") or "",
        team=said.get("team_name") or "",
        categories=tuple(said.get("categories", ())),
        skills=tuple(said.get("skills", ())),
        free_times=tuple(said.get("free_times", ())),
        volunteer_number=_number(session, row.volunteer_id),
        handed_in_on=calendar.day_of(row.submitted_at),
        consented_on=calendar.day_of(consented_at) if consented_at else None,
        approved_on=calendar.day_of(row.decided_at) if approved else None,
        minor=minor,
        senior=age is not None and age > ages.senior_above,
        guardian=word[0] if word else "",
        guardian_on=calendar.day_of(word[1]) if word else None,
        city=policy.city.name,
        city_en=policy.city.name_en,
    )


def _number(session: CitySession, volunteer_id: int | None) -> str:
    query = select(_VOLUNTEERS.c.number).where(_VOLUNTEERS.c.id == volunteer_id)
    return (session.connection().scalar(query) or "") if volunteer_id else ""


def _answers(session: CitySession, row: Any) -> dict[str, Any]:
    """Return what was answered; once that is blanked, what stands in the volunteer's own row."""
    if row.answers_sealed is not None:
        return registration.opened(session, row.answers_sealed, row.account_id)
    who = (
        session.connection().execute(
            select(_VOLUNTEERS, _UNITS.c.name.label("unit"), _TEAMS.c.name.label("team"))
            .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
            .outerjoin(_TEAMS, _TEAMS.c.id == _VOLUNTEERS.c.team_id)
            .where(_VOLUNTEERS.c.id == row.volunteer_id)
        )
    ).one_or_none()
    if row.state != "approved" or who is None:
        raise Refusal(Code.NOT_FOUND)
    keys, place = session.city.keys, f"volunteer/{who.opaque_id}"
    return {
        "name": who.name,
        "sex": who.sex or "",
        "born_on": who.born_on.isoformat() if who.born_on else "",
        "kind": who.id_kind,
        "number": keys.open(who.id_sealed, f"{place}/id_number"),
        "phone": keys.open(who.phone_sealed, f"{place}/phone"),
        "county": who.county,
        "township": who.township,
        "unit_name": who.unit,
        "team_name": who.team,
        "categories": who.categories,
        "skills": who.skills,
        "free_times": who.free_times,
    }
