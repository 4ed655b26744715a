"""What must not pass through a chat, handed over by our own host: a link opens it once.

The first page shows nothing: whoever fetches links ahead of people (a messenger's preview) uses
nothing up.
"""

import asyncio
from dataclasses import asdict, replace
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from documents.forms import RegistrationForm, registration_form_pdf
from locales.form_words import registration_form
from locales.words import locale_for
from usecases import paper_links, registration_papers
from web.frontage import counter_of, now_of, page, speaker_of

router = APIRouter()


@router.get("/paper/{token}", include_in_schema=False)
@router.get("/entry-sheet/{token}", include_in_schema=False)
@router.get("/hours-sheet/{token}", include_in_schema=False)
async def before(request: Request, token: str) -> Response:
    """Show the one button that opens the file, or that the link is no good any more."""
    counter, now = counter_of(request), now_of(request)
    if not await counter.db.read(paper_links.waits, token=token, now=now):
        return page(request, "paper_gone.html", status=404)
    _, kind, _ = request.url.path.split("/", 2)
    link = f"/{kind}/{quote(token, safe='')}/file"
    return page(request, "paper_waits.html", link=link)


@router.get("/paper/{token}/file", include_in_schema=False)
async def handed_over(request: Request, token: str) -> Response:
    """Return the registration form whole, once; forged, late and used links are answered alike."""
    found = await counter_of(request).db.write(
        registration_papers.by_link, token=token, now=now_of(request)
    )
    if found is None:
        return page(request, "paper_gone.html", status=404)
    facts, language = found
    words = replace(speaker_of(request), locale=locale_for(language))
    form = RegistrationForm(**registration_form(words, asdict(facts)))
    pdf = await asyncio.to_thread(registration_form_pdf, form)
    return _file(pdf, words.label("regform-file"))


def _file(pdf: bytes, name: str) -> Response:
    disposition = f"inline; filename*=UTF-8''{quote(name)}"
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": disposition})
