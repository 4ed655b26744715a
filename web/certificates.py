"""The page behind the code on a certificate: genuine, withdrawn, or none of ours."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from locales.certificate_words import whole_day
from locales.words import ENGLISH
from usecases import certificate_standing, rules
from web.frontage import counter_of, now_of, page, speaker_of
from web.guard import Meter, caller_address

router = APIRouter()


@router.get("/c/{code}", include_in_schema=False)
async def check(request: Request, code: str) -> Response:
    """Show how a certificate stands; unknown and malformed codes are answered alike."""
    counter, now, words = counter_of(request), now_of(request), speaker_of(request)
    meter: Meter = request.app.state.look_ups
    wait = meter.wait_seconds(caller_address(request, counter.trusted_proxy))
    if wait:
        answer = page(request, "certificate.html", status=429, found=None, too_many=True)
        answer.headers["Retry-After"] = str(wait)
        return answer
    found = await counter.db.read(certificate_standing.look_up, code=code)
    if found is None:
        return page(request, "certificate.html", status=404, found=None, too_many=False)
    ended = found.withdrawn
    return page(
        request,
        "certificate.html",
        found=found,
        too_many=False,
        city=await counter.db.read(rules.city_name, now=now, english=words.locale == ENGLISH),
        issuer=found.issuer_en if words.locale == ENGLISH else found.issuer,
        hours=words.length(found.minutes),
        typed=words.length(found.typed_minutes) if found.typed_minutes else "",
        span=words.label(
            "certificate-page-span",
            from_day=whole_day(words, found.from_on),
            until_day=whole_day(words, found.until_on),
        ),
        issued=whole_day(words, found.issued_on),
        ended=words.label(
            "certificate-page-withdrawn-how",
            withdrawn_day=whole_day(words, counter.db.city.calendar.day_of(ended.at)),
            role=words.label(f"role-{ended.role}"),
            why=words.label(f"certificate-why-{ended.kind}"),
        )
        if ended
        else "",
        public_keys=await counter.db.read(certificate_standing.public_keys),
    )
