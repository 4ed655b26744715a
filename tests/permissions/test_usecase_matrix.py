"""Action × role × place at the use cases: allowed exactly if the table says so (P11, F60).

Generated from `domain/permissions.py` and from every use case that is marked with an action. Each
is tried by every role in the right place and in a wrong one, by a stranger, and by everybody who
once held the role and was dismissed. What each deed is asked with is one table, in `_facts`.
"""

import importlib
import inspect
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import pytest_asyncio

from domain.admission import Means
from domain.certificates import Withdrawal
from domain.oddities import OddState
from domain.permissions import TABLE, Action, Role, Scope
from domain.refusals import Code, Refusal, Refused
from domain.relocation import Belonging
from domain.rewards import MerchantKind
from tests.cast import CITY, invented_id_number
from tests.databases import ENGINES, fresh_database
from tests.permissions.town import DECIDING, NOW, THERE, Actor, Town, found
from tests.usecases.applying import answers
from tests.usecases.typing import DENIED, PAPER, SAID, yesterday
from usecases.approval import Verdict
from usecases.city import CitySession
from usecases.consent_proofs import SignedPaper
from usecases.database import Database
from usecases.dispute_decisions import Ruling
from usecases.file_store import Kept
from usecases.locations import Sent
from usecases.minors import Screen
from usecases.outside_hours import Said
from usecases.paper_checks import Photo
from usecases.station_menu import Step
from usecases.talents import Wanted
from usecases.trainings import Said as Learned

LEARNED = Learned("急救", "包扎", 60, "红十字会", "图书馆", NOW.date())
ROOM = Path(__file__).resolve().parents[2] / "usecases"
# What a refusal for want of the role is called, by whom it is told.
NOT_FOR_YOU = {
    Code.NOT_ALLOWED,
    Code.NOT_REGISTERED,
    Code.CODE_NEEDS_CLERK,
    Code.VOUCHER_NEEDS_MERCHANT,
}
# What somebody from elsewhere is told about a thing that is not his.
NOT_YOURS = {
    Code.NOT_ALLOWED, Code.NOT_FOUND, Code.VOUCHER_ELSEWHERE, Code.STEP_GONE,
    Code.VOLUNTEER_UNKNOWN,
}  # fmt: skip
# Deeds that touch nothing but what the actor himself answers for: elsewhere they work, and show
# nothing of here.
OWN_PLACE = {
    "applications.queue", "applications.following", "visits.station_day", "workplace.at_work",
    "displays.invite_display", "displays.paired", "duties.own", "honouring.honoured_today",
    "checkins.scan", "codes.renewing", "codes.for_the_chat", "hours.summary", "hours.statement",
    "profile.own", "profile.card", "redeeming.redeem", "rewards.catalogue", "rewards.offer_of",
    "certificates.months", "certificates.choices", "certificates.issue",
    "oddities.waiting", "oddities.following", "registration_papers.own",
    "books.own", "books.register",
    "rosters.units", "vouchers.own", "vouchers.by_request", "visits.open_now",
    "record_checks.waiting", "record_checks.following", "visit_words.ratings",
    "star_awards.own", "star_standing.standing", "star_standing.waiting", "star_candidates.listed",
    "star_candidates.nominate", "star_candidates.take_back",
    "dispute_answers.to_answer", "dispute_decisions.waiting",
    "dispute_decisions.following", "disputes.may_object", "disputes.object_to",
    "shares.overview", "shares.units", "shares.assessment", "shares.populations",
    "talents.search", "own_profile.current", "own_profile.change",
    "own_profile.home_county",
    "omissions.stations", "omissions.could_be", "omissions.ask", "omissions.following",
    "errands.find", "errand_leavings.waiting", "errand_leavings.following",
    "corrections.own", "corrections.ask",
    "correction_checks.waiting", "correction_checks.following",
    "qualifications.own", "qualifications.add",
    "outside_hours.own", "outside_hours.hand_in",
    "honours.own", "honours.add", "honour_checks.waiting", "honour_checks.following",
    "honour_drives.of_unit", "honour_drives.nominate", "honour_drives.person",
    "trainings.own", "trainings.read_lines", "training_changes.entered",
    "outside_checks.waiting", "outside_checks.following",
    "person_groups.own", "person_groups.agree", "person_groups.take_back",
    "qualification_checks.waiting", "qualification_checks.following",
    # A clerk types for whoever has served at his own station.
    "records.people", "records.about", "records.at_that_time", "records.file_record",
    "proxies.begin", "families.own", "families.found", "family_children.outside",
    "own_wards.teachers_number", "own_wards.reworded", "own_wards.renew",
    "child_registrations.begin",
    "station_marks.marked", "station_goals.goals",
    "stations.listing", "stations.headed", "station_closing.closed", "waiting_arrivals.at_station",
    "coverage.of_list", "coverage.today",
    "national.own",
    "national.standing", "national.waiting", "national.following", "national.link",
    "national_hours.link",
    "locations.waiting", "locations.call",
    "late_scans.take", "late_scans.odd", "late_scans.seen",
    "recoveries.waiting", "recoveries.following",
    "later_guardians.waiting", "later_guardians.following",
    "class_scans.pupils",
    "relocations.waiting", "relocations.following", "relocations.own", "relocations.confirm",
    "submissions.waiting", "submissions.following", "statistics.collected",
}  # fmt: skip
# Allowed, and refused for another reason in this town.
OTHERWISE = {
    "visits.move_here": Code.STEP_GONE,
    "consents.one": Code.STEP_GONE,
    "consents.withdraw": Code.STEP_GONE,
    "leaving.undo": Code.STEP_GONE,
    "identifying.check_form": Code.STEP_GONE,
    "registration.sent_back": Code.NOT_FOUND,
    "registration.submit": Code.CONSENT_MISSING,
    "invites.accept": Code.INVITE_INVALID,
    "record_checks.see_word": Code.ALREADY_DECIDED,
    "recipients.asked": Code.INVITE_INVALID,
    "recipients.confirm": Code.INVITE_INVALID,
    "recipients.deny": Code.INVITE_INVALID,
    "recipients.add_words": Code.STEP_GONE,
    # Served too long ago, and no word of it stands.
    "visit_words.ask": Code.STEP_GONE,
    "visit_words.ask_here": Code.STEP_GONE,
    "visit_words.see": Code.NOT_FOUND,
    # Nobody has disputed this volunteer's hours but himself, and no pattern is looked into.
    "disputes.reply": Code.STEP_GONE,
    "odd_objections.lines": Code.NOT_FOUND,
    "odd_objections.object_to": Code.NOT_FOUND,
    "station_closing.reopen": Code.STEP_GONE,
    "locations.prove": Code.STEP_GONE,
    "locations.do_without": Code.STEP_GONE,
    "rosters.unit_of_link": Code.INVITE_INVALID,
    "proxies.submit": Code.CONSENT_MISSING,
    "proxies.sent_back": Code.NOT_FOUND,
    "proxies.card": Code.NOT_FOUND,
    "proxies.take_code": Code.CODE_UNKNOWN,
    "proxies.asked": Code.INVITE_INVALID,
    "proxies.agree_on_telephone": Code.INVITE_INVALID,
    "applications.signed_paper": Code.NOT_FOUND,
    "national.enter": Code.NOT_FOUND,
    "national.settle": Code.NOT_FOUND,
    "families.invite": Code.NOT_FOUND,
    "families.invited_by": Code.INVITE_INVALID,
    "families.join": Code.INVITE_INVALID,
    "families.agree": Code.NOT_FOUND,
    "families.leave": Code.NOT_FOUND,
    "families.remove": Code.NOT_FOUND,
    "family_children.join": Code.NOT_FOUND,
    "family_scans.gathering": Code.NOT_FOUND,
    "family_scans.together": Code.NOT_FOUND,
    "relocations.withdraw": Code.NOT_FOUND,
    "relocations.ask": Code.NOTHING_CHANGES,
    "recoveries.claim": Code.NOT_FOUND,
    "recoveries.withdraw": Code.NOT_FOUND,
    "guardians.link": Code.NOT_FOUND,
    # What a clerk types is no guardian's.
    "child_registrations.submit": Code.NOT_ALLOWED,
    "child_registrations.sent_back": Code.NOT_ALLOWED,
    **dict.fromkeys(
        (
            "ward_deeds.standing",
            "ward_deeds.card",
            "ward_deeds.new_card",
            "ward_deeds.copy_links",
            "ward_deeds.copy_in_chat",
            "ward_deeds.latest",
            "ward_deeds.dispute",
            "ward_deeds.leave",
            "ward_deeds.stay",
        ),
        Code.NOT_FOUND,
    ),
    "later_guardians.confirm": Code.NOT_FOUND,
    "late_cards.confirm_own": Code.STEP_GONE,
    "late_cards.deny_own": Code.STEP_GONE,
    "late_cards.confirm_other": Code.STEP_GONE,
    "guardians.asked": Code.LINK_INVALID,
    "guardians.agree": Code.LINK_INVALID,
    "guardians.decline": Code.LINK_INVALID,
    "own_wards.withdraw": Code.NOT_FOUND,
    "own_wards.agree_again": Code.NOT_FOUND,
    "own_wards.teacher": Code.NOT_FOUND,
    "own_wards.allow_onward": Code.NOT_FOUND,
    "own_wards.stop_onward": Code.NOT_FOUND,
    "own_wards.allow_teacher": Code.NOT_FOUND,
    "own_wards.stop_teacher": Code.NOT_FOUND,
    "own_profile.undo": Code.NOT_FOUND,
    "corrections.withdraw": Code.NOT_FOUND,
    "omissions.refuse": Code.NOT_FOUND,
    # Whom he served has a telephone of his own, and no errand is begun.
    "errands.begin": Code.VOLUNTEER_UNKNOWN,
    "errands.asked": Code.INVITE_INVALID,
    "errands.agree_on_telephone": Code.INVITE_INVALID,
    **dict.fromkeys(
        (
            "errands.keep_paper",
            "errands.link",
            "errands.take_code",
            "errand_deeds.standing",
            "errand_deeds.new_card",
            "errand_deeds.copy_links",
            "errand_deeds.copy_in_chat",
            "errand_deeds.given",
            "errand_deeds.withdraw",
            "errand_deeds.latest",
            "errand_deeds.dispute",
            "errand_deeds.outlook",
            "errand_deeds.leave",
            "errand_deeds.stay",
            "errand_deeds.signed_paper",
            "errand_deeds.confirm",
        ),
        Code.NOT_FOUND,
    ),
    "qualifications.remove": Code.NOT_FOUND,
    "honours.remove": Code.NOT_FOUND,
    "honour_checks.undo": Code.UNDO_TOO_LATE,
    # Pu'er's documents name no honour of the year.
    "honour_drives.open_drive": Code.STEP_GONE,
    "honour_drives.close_drive": Code.HONOURS_CLOSED,
    "honour_drives.nominate": Code.STEP_GONE,
    "honour_drives.take_back": Code.HONOURS_CLOSED,
    "honour_drives.award": Code.NOT_FOUND,
    "outside_hours.take_back": Code.NOT_FOUND,
    # Pu'er aims at no share of communities.
    "station_goals.enter": Code.STEP_GONE,
    # It waits, and does not count yet.
    "outside_checks.reverse": Code.ALREADY_DECIDED,
    # Nobody has decided yet.
    "qualification_checks.undo": Code.UNDO_TOO_LATE,
    # One year's recognition is open, and at its first step.
    "star_batches.open_batch": Code.STARS_YEAR,
    "star_batches.reopen_nominations": Code.STEP_GONE,
    "star_batches.finish_check": Code.STEP_GONE,
    "star_batches.send_back": Code.STEP_GONE,
    "star_batches.approve": Code.STEP_GONE,
    "star_batches.take_back_approval": Code.STEP_GONE,
    "star_batches.award": Code.STEP_GONE,
    "star_candidates.put_back": Code.STEP_GONE,
    "star_objections.published": Code.NOT_FOUND,
    "star_objections.object_to": Code.NOT_FOUND,
    "star_objections.answer": Code.NOT_FOUND,
}
# Of those who may record, only who recorded this very thing; here the clerk of the station.
ONLY_WHO_DID_IT = {
    "dispute_answers.answer": Role.CLERK,
    # The record that waits was typed by somebody else.
    "recipients.ask": None,
    "recipients.may_sign": None,
    "recipients.signed": None,
}


# Who is a volunteer already hears that he is.
OF_STRANGERS = (
    "identifying.identify", "identifying.recognise", "proxies.identify", "recoveries.claim",
)  # fmt: skip


class _Back(Exception):  # noqa: N818 - not an error: what was tried is taken back
    def __init__(self, outcome: object) -> None:
        self.outcome = outcome


def _deeds() -> dict[str, Callable[..., Any]]:
    found_deeds: dict[str, Callable[..., Any]] = {}
    for file in ROOM.glob("*.py"):
        room: ModuleType = importlib.import_module(f"usecases.{file.stem}")
        for name, deed in inspect.getmembers(room, inspect.isfunction):
            if deed.__module__ == room.__name__ and hasattr(deed, "action"):
                found_deeds[f"{file.stem}.{name}"] = deed
    return found_deeds


DEEDS = _deeds()
BY_PEOPLE = {
    name: deed for name, deed in DEEDS.items() if "actor" in inspect.signature(deed).parameters
}


# PostgreSQL decides the same by the same statements: its run belongs to `make proof`.
@pytest_asyncio.fixture(
    params=[ENGINES[0], pytest.param(ENGINES[1], marks=pytest.mark.proof)], ids=ENGINES
)
async def city(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Database, Town]]:
    with fresh_database(request.param) as url:
        db = Database(url, CITY)
        yield db, await db.write(found)
        await db.close()


def _facts(name: str, deed: Callable[..., Any], town: Town, actor: Actor) -> dict[str, Any]:
    """Return what the deed is asked with: things of here, whoever asks."""
    officer = actor.role if actor.role in DECIDING else Role.FEDERATION
    assert officer is not None
    nominates = actor.role if actor.role in town.candidates else Role.FEDERATION
    assert nominates is not None
    candidate_id, candidate_number = town.candidates[nominates]
    common: dict[str, Any] = town.objects | {
        "now": NOW,
        "actor": actor.who.account_id,
        "application_id": town.waiting[officer],
        "training_id": town.trained.get(actor.role, (0, 0))[1],
        "decision_id": town.decided[officer],
        "after": None,
        "verdict": Verdict.APPROVED,
        "token": town.objects["station_code"],
        "means": Means.SCANNER,
        "request_id": f"{name} {actor}",
        "role": Role.CENTRE,
        "scope_ref": "",
        "code": town.objects["voucher_code"],
        "kinds": ["register", "id-number"],
        "kind": "resident-id",
        "number": invented_id_number(77, "19900101"),
        "sex": "male",
        "born_on": "1990-01-01",
        "fields": {"name": "某某", "kind": "passport", "number": "E1", "sex": "", "born_on": ""},
        "answers": answers(77) | {"sex": "male", "born_on": "1990-01-01"},
        "name": "新的影城",
        "address": "一号",
        "title": "电影票",
        "stock": 3,
        "text": "一条信息",
        "files": [],
        "accepted": True,
        "approved": True,
        "denied": DENIED,
        "reason": "没有网络",
        "what": "times",
        "words": "时间不对",
        "cause": f"visit:{town.objects['disputed_visit_id']}",
        "refused_request_id": "nothing",
        "language": "en",
        "button": "commands",
        "consent_id": 0,
        "subjects": ["volunteer:1"],
        "screen": Screen.DAY,
        "before": 0,
        "form": "json",
        "word": "nothing",
        "candidate_id": candidate_id,
        "page": 0,
        "year": NOW.year,
        "about": 0,
        "objection_id": 1,
        "strike": False,
        "rows": [],
        "typed": "某",
        "from_month": f"{NOW:%Y-%m}",
        "until_month": f"{NOW:%Y-%m}",
        "first_on": NOW.date(),
        "last_on": NOW.date(),
        "pdf": b"%PDF-1.7\nstartxref\n0\n%%EOF",
        "agreed": True,
        "member_id": 1,
        "member_ids": [1],
        "phone": "+8613900000001",
        "relation": "51",
        "wanted": Belonging(None, None, "530802", "530802001"),
        "relocation_id": town.relocations.get(actor.role, town.relocations[Role.FEDERATION]),
        "said": answers(78) | {"sex": "male", "born_on": "1990-01-01"},
        "submission_id": town.submissions.get(actor.role or officer, town.submissions[Role.CENTRE]),
        "duty_id": town.duties.get(actor.role or officer, town.duties[Role.UNIT_CONTACT]),
        "claim_id": town.claims[officer],
        "correction_id": town.corrections[officer],
        "paper_id": (town.honours if name.startswith("honour_") else town.qualifications)[officer],
        "errand_id": 0,
        "same": False,
        "guardianship_id": 1,
        "teacher_id": 1,
        "entered": False,
    }
    recorder = {"role": actor.role or Role.CLERK}
    other = {"applicant": town.objects["typed_for"]}
    special: dict[str, dict[str, Any]] = {
        "proxies.sent_back": other,
        "proxies.keep_paper": other | {"paper": SignedPaper("0" * 64, "")},
        "proxies.link": other,
        "proxies.take_code": other,
        "proxies.card": other,
        "child_registrations.submit": other,
        "child_registrations.sent_back": other,
        "rewards.open_merchant": {"kind": MerchantKind.CINEMA},
        "relocations.ask": {"reason": "employer"},
        "relocations.decide": {"version": 1},
        "people.act_as": {"role": actor.role or "volunteer"},
        "invites.accept": {"code": "a" + "x" * 22},
        "visits.confirm_arrival": {"request_id": "waits"},
        "vouchers.by_request": {"request_id": "li redeems"},
        "oddities.judge": {"verdict": OddState.FINE},
        "certificate_standing.find": {"number": town.objects["certificate_number"]},
        "certificate_standing.withdraw": {"kind": Withdrawal.MISUSED},
        "records.about": recorder | {"number": "5308-02-000502"},
        "records.people": recorder | {"after": ""},
        "record_checks.following": {"after": 0},
        "records.at_that_time": recorder,
        "records.file_record": recorder | {"said": SAID, "files": [PAPER]},
        "record_checks.decide": {"version": 1},
        "national_hours.link": {"month": f"{NOW:%Y-%m}"},
        "record_checks.see_word": {"word_id": 1, "genuine": True},
        "dispute_answers.to_answer": {"after": 0},
        "recipients.asked": {"code": "r" + "x" * 22},
        "recipients.confirm": {"code": "r" + "x" * 22, "stars": 5},
        "recipients.deny": {"code": "r" + "x" * 22},
        "recipients.add_words": {"word_id": 1},
        "recipients.signed": {"file": PAPER},
        "visit_words.own": {"cause": f"visit:{town.objects['old_visit_id']}"},
        "visit_words.ask": {"visit_id": town.objects["old_visit_id"]},
        "visit_words.ask_here": {"visit_id": town.objects["old_visit_id"]},
        "visit_words.see": {"word_id": 1, "genuine": True},
        "disputes.object_to": {"record_id": town.objects["shown_record_id"]},
        "disputes.reply": {"dispute_id": town.objects["dispute_id"]},
        "disputes.dispute": {"cause": f"visit:{town.objects['old_visit_id']}"},
        "dispute_answers.answer": {"dispute_id": town.objects["unanswered_id"], "version": 1},
        "dispute_decisions.following": {"after": 0},
        "dispute_decisions.decide": {"version": 2, "ruling": Ruling.KEPT},
        "record_checks.paper": {"number": 0},
        "later_guardians.following": {"after": 0},
        "late_scans.take": {"scans": [], "device_now": NOW},
        "late_scans.seen": {"upto": 1},
        "late_cards.confirm_own": {"upto": 1},
        "late_cards.deny_own": {"upto": 1},
        "late_cards.confirm_other": {"late_id": 1},
        "class_scans.bring": {"child_ids": [], "key": "class"},
        "locations.prove": {"sent": Sent(22.7, 100.9, 0.0, NOW, own=True)},
        "person_groups.agree": {"code": "teacher"},
        "person_groups.take_back": {"code": "teacher"},
        "group_shares.enter": {"group": "teacher", "people": 100},
        "unit_figures.enter": {"staff": 120, "pupils": 0},
        "shares.unit": {"unit_id": town.objects["county_unit_id"]},
        "shares.place_unit": {"unit_id": town.objects["county_unit_id"], "built_up": False},
        "shares.enter_population": {"place": "530821", "base": "resident", "people": 190_000},
        "outside_hours.hand_in": {
            "said": Said("昆明", 60, NOW.date(), NOW.date()),
            "file": Kept("1" * 64, 1, "image/jpeg", "x.jpg"),
        },
        "honours.add": {
            "giver": "市政府",
            "given_on": NOW.date(),
            "photo": Photo("0" * 64, 1, ""),
        },
        "honours.remove": {"honour_id": 0},
        "honour_checks.following": {"after": 0},
        "honour_checks.decide": {"version": 1, "reason": ""},
        "honour_checks.undo": {"version": 1},
        "honour_drives.nominate": {"category": "best-project", "number": ""},
        "honour_drives.person": {"number": town.candidates[Role.UNIT_CONTACT][1]},
        "honour_drives.take_back": {"honour_id": 0},
        "honour_drives.following": {"after": 0},
        "honour_drives.award": {"honour_id": 0, "version": 1, "given": True},
        "trainings.read_lines": {"said": LEARNED, "typed": "5308-02-000001", "known": []},
        "trainings.save": {
            "said": LEARNED,
            "volunteer_ids": [town.trained.get(actor.role, (0, 0))[0]],
        },
        "training_changes.entered": {"page": 0},
        "training_changes.correct": {"said": LEARNED},
        "training_changes.strike": {"number": ""},
        "outside_hours.take_back": {"claim_id": 0},
        "omissions.could_be": {"span": yesterday(-9, -8)},
        "omissions.ask": {"span": yesterday(-9, -8), "words": "打扫"},
        "omissions.following": {"after": 0},
        "omissions.refuse": {"omission_id": 0, "version": 1, "reason": "unknown"},
        "errands.keep_paper": {"paper": SignedPaper("0" * 64, "")},
        "errand_leavings.following": {"after": 0},
        "corrections.ask": {"line": "name", "said": {"name": "李新名"}},
        "correction_checks.decide": {"version": 1, "reason": ""},
        "outside_checks.following": {"after": 0},
        "outside_checks.paper": {"claim_id": town.objects["outside_id"]},
        "outside_checks.decide": {
            "claim_id": town.objects["outside_id"],
            "version": 1,
            "reason": "",
        },
        "outside_checks.reverse": {
            "claim_id": town.objects["outside_id"],
            "version": 1,
            "reason": "unclear",
        },
        "qualifications.add": {
            "kind": "lawyer",
            "number": "",
            "photo": Photo("0" * 64, 1, ""),
            "last_day": "",
        },
        "qualifications.remove": {"qualification_id": 0},
        "qualification_checks.following": {"after": 0},
        "qualification_checks.decide": {"version": 1, "reason": ""},
        "qualification_checks.undo": {"version": 1},
        "stations.open_station": {"kind": "culture", "township": "530821101"},
        "stations.change": {"field": "contact_way", "value": "0879-3230000"},
        "station_menu.arrange": {"mark": "0", "step": Step.UP},
        "stations.place": {"latitude": 23.0, "longitude": 101.0, "drawn": False},
        "stations.ask_location": {"wanted": False},
        "station_standard.tick": {"item": "sign", "photo": None},
        "station_standard.untick": {"item": "sign"},
        "station_marks.give": {"mark": "studio"},
        "station_marks.take": {"mark": "studio"},
        "station_marks.marked": {"mark": "studio"},
        "teams.one": {"team_id": town.objects["team_id"]},
        "teams.belong": {"team_id": town.objects["team_id"], "unit": ""},
        "teams.mark": {"team_id": town.objects["team_id"], "mark": "model", "given": True},
        "station_goals.enter": {"county": "530821", "communities": 9},
        "coverage.of_list": {"lines": []},
        "station_staff.dismiss": {"account_id": town.objects["clerk_id"]},
        "station_staff.step_down": {"account_id": town.objects["head_id"]},
        "submissions.review": {"version": town.objects["submission_version"]},
    }
    if name.startswith("talents."):
        mine = town.volunteers.get(nominates, town.volunteers[Role.FEDERATION])
        special[name] = {"volunteer_id": mine, "wanted": Wanted()}
    if name.startswith("own_profile."):
        special[name] = {"line": "skills", "chosen": ["law"], "change_id": 1}
    if name.startswith("star_batches."):
        special[name] = {"version": 1}
    if name == "star_candidates.hold_back":
        special[name] = {"reason": "时长对不上"}
    if name == "star_candidates.by_number":
        special[name] = {"typed": candidate_number}
    given = common | special.get(name, {})
    wanted = inspect.signature(deed).parameters.values()
    return {
        one.name: given[one.name]
        for one in wanted
        if one.name != "session" and (one.name in given or one.default is one.empty)
    }


async def _tried(db: Database, deed: Callable[..., Any], facts: dict[str, Any]) -> object:
    """Return what came of it, or the code of the refusal; nothing of it stays."""

    def attempt(session: CitySession) -> None:
        try:
            outcome = deed(session, **facts)
        except Refusal as refusal:
            outcome = refusal.refused
        raise _Back(outcome.code if isinstance(outcome, Refused) else outcome)

    with pytest.raises(_Back) as back:
        await db.write(attempt)
    return back.value.outcome


def _expected(action: Action, actor: Actor) -> str:
    """Return "allowed", "elsewhere" or "refused", as the table says."""
    roles = TABLE[action]
    if Role.ANYONE in roles:
        return "allowed"
    if actor.role is None or actor.dismissed or actor.role not in roles:
        return "refused"
    if actor.where == THERE and roles[actor.role] is not Scope.CITY:
        return "elsewhere"
    return "allowed"


def _fault(name: str, town: Town, actor: Actor, outcome: object) -> str | None:
    """Return what is wrong about this outcome, or None."""
    action: Action = BY_PEOPLE[name].action  # type: ignore[attr-defined]
    expected = _expected(action, actor)
    refused = outcome if isinstance(outcome, Code) else None
    if name == "people.act_as" and (actor.role is None or actor.dismissed):
        expected = "refused"
    if name in ONLY_WHO_DID_IT and actor.role is not ONLY_WHO_DID_IT[name]:
        expected = "refused"
    if expected == "elsewhere":
        right = _stays_outside(name, town, actor, outcome)
    elif expected == "refused":
        right = refused in NOT_FOR_YOU
    else:
        volunteer = name in OF_STRANGERS and actor.role is Role.VOLUNTEER
        right = refused is (Code.ALREADY_REGISTERED if volunteer else OTHERWISE.get(name))
    return None if right else f"{name} by {actor}: {expected}, but {str(outcome)[:90]}"


def _stays_outside(name: str, town: Town, actor: Actor, outcome: object) -> bool:
    if isinstance(outcome, Code):
        return outcome in NOT_YOURS or outcome is OTHERWISE.get(name)
    assert actor.role is not None
    if name in ("rewards.catalogue", "rewards.offer_of", "redeeming.redeem", "checkins.scan"):
        # What everybody may have; the deed is the actor's own.
        return name in OWN_PLACE
    secret = town.names.get(actor.role.value)
    return name in OWN_PLACE and (secret is None or secret not in repr(outcome))


async def test_every_role_does_what_the_table_says_and_nothing_else(
    city: tuple[Database, Town],
) -> None:
    db, town = city
    wrong, tried = [], 0
    for name, deed in sorted(BY_PEOPLE.items()):
        for actor in town.actors:
            outcome = await _tried(db, deed, _facts(name, deed, town, actor))
            tried += 1
            fault = _fault(name, town, actor, outcome)
            if fault:
                wrong.append(fault)
    assert not wrong, "\n".join(wrong)
    assert tried > 800


async def test_a_personal_code_is_scanned_by_clerks_only(city: tuple[Database, Town]) -> None:
    db, town = city
    deed = DEEDS["checkins.scan"]
    for actor in town.actors:
        facts = _facts("checkins.scan", deed, town, actor)
        outcome = await _tried(db, deed, facts | {"token": town.objects["personal_code"]})
        clerk = actor.role is Role.CLERK and not actor.dismissed
        assert (outcome is Code.CODE_NEEDS_CLERK) is not clerk, str(actor)
        assert clerk is not isinstance(outcome, Code), str(actor)


def test_every_action_is_tried_and_the_clocks_are_nobodys() -> None:
    tried = {deed.action for deed in BY_PEOPLE.values()}  # type: ignore[attr-defined]
    assert tried == set(Action) - {Action.RUN_CLOCK}
    for name, deed in DEEDS.items():
        if deed.action is Action.RUN_CLOCK:  # type: ignore[attr-defined]
            assert name not in BY_PEOPLE, "what the clock does, no account asks for"


def test_what_asks_for_no_account_is_open_to_anyone_or_the_clocks() -> None:
    for name in set(DEEDS) - set(BY_PEOPLE):
        roles = TABLE[DEEDS[name].action]  # type: ignore[attr-defined]
        assert not roles or set(roles) == {Role.ANYONE}, name
