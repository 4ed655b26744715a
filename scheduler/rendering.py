"""Kinds of notices: which writer, and whether a lost reply means sending again.

A new kind is one row of `KINDS`; how it is put into words stands in `writers.py`.
"""

from dataclasses import dataclass, replace

from domain import reasons
from locales.words import Speaker
from scheduler.writers import (
    Facts,
    Writer,
    Written,
    approved,
    arrival,
    awarded,
    calls,
    certificate_withdrawn,
    child_decided,
    correction,
    digest,
    dispute_corrected,
    dispute_of_pattern,
    end_confirmed,
    held_back,
    honour,
    honoured,
    late_card,
    leads,
    listed,
    new_menu,
    outside,
    plain,
    proxy_decided,
    qualification,
    record_published,
    relocated,
    returned,
    staff,
    ward,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is written, and what to do when nobody knows whether it arrived.

    The Bot API has no key by which a repeat would be known. What asks somebody to act is sent
    again, because twice is better than never; what he can look up himself is not.
    """

    write: Writer
    again_if_unknown: bool


KINDS: dict[str, Kind] = {
    "oddities-waiting": Kind(calls("oddities-waiting", "oddities"), again_if_unknown=True),
    "certificate-withdrawn": Kind(certificate_withdrawn, again_if_unknown=True),
    "visit-forgotten": Kind(plain("visit-forgotten"), again_if_unknown=True),
    "visit-end-last-day": Kind(
        leads("visit-end-last-day", "button-records", "records"), again_if_unknown=True
    ),
    "end-confirmed": Kind(end_confirmed, again_if_unknown=False),
    "arrival-confirmed": Kind(plain("arrival-confirmed"), again_if_unknown=False),
    "confirm-arrival": Kind(arrival, again_if_unknown=True),
    "proxy-decided": Kind(proxy_decided, again_if_unknown=True),
    "child-decided": Kind(child_decided, again_if_unknown=True),
    "national-accepted": Kind(plain("national-accepted"), again_if_unknown=False),
    "family-arrived": Kind(plain("family-arrived"), again_if_unknown=False),
    "family-joined": Kind(
        leads("family-joined", "button-family", "family"), again_if_unknown=False
    ),
    "family-left": Kind(plain("family-left"), again_if_unknown=False),
    "company-arrived": Kind(plain("company-arrived"), again_if_unknown=False),
    "station-closed": Kind(plain("station-closed"), again_if_unknown=True),
    "station-closed-inside": Kind(
        leads("station-closed-inside", "menu-code", "code"), again_if_unknown=True
    ),
    "station-reopened": Kind(plain("station-reopened"), again_if_unknown=True),
    "company-left": Kind(plain("company-left"), again_if_unknown=False),
    "location-wanted": Kind(
        leads("location-wanted", "button-locate", "locate"), again_if_unknown=True
    ),
    "application-approved": Kind(approved, again_if_unknown=True),
    "new-menu": Kind(new_menu, again_if_unknown=True),
    "staff-dismissed": Kind(staff("staff-dismissed"), again_if_unknown=True),
    "staff-stepped-down": Kind(staff("staff-stepped-down"), again_if_unknown=True),
    "application-sent-back": Kind(
        leads("application-sent-back", "button-correct", "regfix"), again_if_unknown=True
    ),
    "application-refused": Kind(plain("application-refused"), again_if_unknown=True),
    "application-reopened": Kind(plain("application-reopened"), again_if_unknown=False),
    "late-card": Kind(late_card, again_if_unknown=True),
    "late-card-here": Kind(calls("late-card-here", "odd"), again_if_unknown=True),
    "guardian-agreed": Kind(plain("guardian-agreed"), again_if_unknown=False),
    "guardian-agreed-again": Kind(plain("guardian-agreed-again"), again_if_unknown=False),
    "guardian-declined": Kind(plain("guardian-declined"), again_if_unknown=True),
    "guardian-withdrew": Kind(plain("guardian-withdrew"), again_if_unknown=True),
    "guardian-another": Kind(ward("guardian-another"), again_if_unknown=True),
    "ward-consent-again": Kind(
        leads("ward-consent-again", "button-look", "wardnew"), again_if_unknown=True
    ),
    "ward-approved": Kind(ward("ward-approved"), again_if_unknown=True),
    "ward-refused": Kind(plain("ward-refused"), again_if_unknown=True),
    "guardian-let-in": Kind(plain("guardian-let-in"), again_if_unknown=False),
    "guardian-confirmed": Kind(ward("guardian-confirmed"), again_if_unknown=True),
    "guardian-not-confirmed": Kind(ward("guardian-not-confirmed"), again_if_unknown=True),
    "guardian-not-taken": Kind(plain("guardian-not-taken"), again_if_unknown=True),
    "guardians-waiting": Kind(calls("guardians-waiting", "later-guardians"), again_if_unknown=True),
    "relocations-waiting": Kind(calls("relocations-waiting", "relocations"), again_if_unknown=True),
    "relocation-released": Kind(plain("relocation-released"), again_if_unknown=False),
    "relocation-accepted": Kind(relocated, again_if_unknown=True),
    "relocation-refused": Kind(plain("relocation-refused"), again_if_unknown=True),
    "school-leaver": Kind(
        leads("school-leaver", "button-relocation", "relocation"), again_if_unknown=False
    ),
    "recoveries-waiting": Kind(calls("recoveries-waiting", "recoveries"), again_if_unknown=True),
    "errand-leavings-waiting": Kind(
        calls("errand-leavings-waiting", "errand-leavings"), again_if_unknown=True
    ),
    "errand-leaving-decided": Kind(plain("errand-leaving-decided"), again_if_unknown=True),
    "corrections-waiting": Kind(calls("corrections-waiting", "corrections"), again_if_unknown=True),
    "correction-accepted": Kind(
        correction("correction-accepted", "button-profile", "profile"), again_if_unknown=True
    ),
    "correction-refused": Kind(
        correction("correction-refused", "button-profile-edit", "profedit"),
        again_if_unknown=True,
    ),
    "correction-ward": Kind(
        correction("correction-ward", "button-wards", "wards"), again_if_unknown=True
    ),
    "omission-asked": Kind(
        leads("omission-asked", "button-omissions", "omissions"), again_if_unknown=True
    ),
    "omission-filed": Kind(plain("omission-filed"), again_if_unknown=False),
    "omission-refused": Kind(
        leads("omission-refused", "button-omitted", "missed", reason="omission-fault-"),
        again_if_unknown=True,
    ),
    "recovery-asked": Kind(plain("recovery-asked"), again_if_unknown=True),
    "recovery-accepted": Kind(plain("recovery-accepted"), again_if_unknown=True),
    "recovery-moved": Kind(plain("recovery-moved"), again_if_unknown=True),
    "recovery-refused": Kind(plain("recovery-refused"), again_if_unknown=True),
    "recovery-register": Kind(plain("recovery-register"), again_if_unknown=True),
    "qualifications-waiting": Kind(
        calls("qualifications-waiting", "qualifications"), again_if_unknown=True
    ),
    "qualification-valid": Kind(qualification("qualification-valid"), again_if_unknown=False),
    "qualification-refused": Kind(qualification("qualification-refused"), again_if_unknown=True),
    "qualification-reopened": Kind(qualification("qualification-reopened"), again_if_unknown=False),
    "qualification-ends": Kind(qualification("qualification-ends"), again_if_unknown=True),
    "honours-waiting": Kind(calls("honours-waiting", "honours"), again_if_unknown=True),
    "honour-valid": Kind(honour("honour-valid"), again_if_unknown=False),
    "honour-refused": Kind(honour("honour-refused"), again_if_unknown=True),
    "honour-reopened": Kind(honour("honour-reopened"), again_if_unknown=False),
    "honours-open": Kind(
        leads("honours-open", "button-honour-year", "honour-year"), again_if_unknown=True
    ),
    "honour-awarded": Kind(honoured, again_if_unknown=True),
    "training": Kind(
        leads("training", "button-my-trainings", "mytrainings"), again_if_unknown=False
    ),
    "outside-waiting": Kind(calls("outside-waiting", "outside-queue"), again_if_unknown=True),
    "outside-credited": Kind(outside("outside-credited"), again_if_unknown=True),
    "outside-refused": Kind(outside("outside-refused"), again_if_unknown=True),
    "outside-reversed": Kind(outside("outside-reversed"), again_if_unknown=True),
    "applications-waiting": Kind(
        calls("applications-waiting", "applications"), again_if_unknown=True
    ),
    "submissions-waiting": Kind(calls("submissions-waiting", "submissions"), again_if_unknown=True),
    "records-waiting": Kind(calls("records-waiting", "records-queue"), again_if_unknown=True),
    "record-deadline": Kind(
        leads("record-deadline", "button-backfill", "backfill"), again_if_unknown=True
    ),
    "record-published": Kind(record_published, again_if_unknown=False),
    "recipient-dismissed": Kind(plain("recipient-dismissed"), again_if_unknown=True),
    "record-refused": Kind(plain("record-refused"), again_if_unknown=True),
    "record-credited": Kind(plain("record-credited"), again_if_unknown=False),
    "disputes-waiting": Kind(calls("disputes-waiting", "disputes-queue"), again_if_unknown=True),
    "dispute-to-answer": Kind(
        leads("dispute-to-answer", "button-explain", "answer"), again_if_unknown=True
    ),
    "dispute-unanswered": Kind(
        calls("dispute-unanswered", "disputes-queue"), again_if_unknown=True
    ),
    "dispute-of-pattern": Kind(dispute_of_pattern, again_if_unknown=True),
    "dispute-kept": Kind(plain("dispute-kept"), again_if_unknown=True),
    "rated": Kind(leads("rated", "button-records", "records"), again_if_unknown=False),
    "dispute-corrected": Kind(dispute_corrected, again_if_unknown=True),
    "record-struck": Kind(plain("record-struck"), again_if_unknown=True),
    "stars-waiting": Kind(calls("stars-waiting", "stars"), again_if_unknown=True),
    "stars-nominate": Kind(leads("stars-nominate", "button-stars", "stars"), again_if_unknown=True),
    "star-listed": Kind(listed, again_if_unknown=False),
    "star-awarded": Kind(awarded, again_if_unknown=False),
    "star-held-back": Kind(held_back, again_if_unknown=False),
    "objection-answered": Kind(plain("objection-answered"), again_if_unknown=True),
    "duty-digest": Kind(digest, again_if_unknown=True),
    "submission-accepted": Kind(plain("submission-accepted"), again_if_unknown=False),
    "submission-sent-back": Kind(returned, again_if_unknown=True),
    "silence": Kind(plain("silence"), again_if_unknown=True),
    "voucher-expired": Kind(plain("voucher-expired"), again_if_unknown=False),
    "leaving-soon": Kind(leads("leaving-soon", "button-stay", "stay"), again_if_unknown=True),
    "leaving-now": Kind(plain("leaving-now"), again_if_unknown=True),
    "consent-again": Kind(
        leads("consent-again", "button-look", "reconsent"), again_if_unknown=True
    ),
}


def written(kind: str, words: Speaker, facts: Facts) -> Written:
    """Return a notice in words; one that tells a decision has 〈why?〉 as its last button."""
    rule = reasons.of_notice(kind, facts)
    said = KINDS[kind].write(words, {name: facts[name] for name in facts if name != "rule"})
    if rule is None:
        return said
    why = (words.label("button-why"), f"why:{rule}")
    return replace(said, buttons=(*said.buttons, (why,)))
