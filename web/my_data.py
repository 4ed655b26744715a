"""A copy of one's own data by a link that is good once and for minutes.

The first page shows nothing: whoever fetches links ahead of people (a messenger's preview) uses
nothing up. The file itself is never shown, so that nobody reads it over a shoulder.
"""

import asyncio
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from documents.own_data import own_data_xlsx
from locales.own_copy import about
from locales.words import Speaker
from usecases import own_data
from usecases.holdings import HOLDINGS
from web.frontage import counter_of, now_of, page

router = APIRouter()
Form = Literal["json", "xlsx"]
_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/my-data/{form}/{word}", include_in_schema=False)
async def before(request: Request, form: Form, word: str) -> Response:
    """Show the one button that fetches the file, or that the link is no good any more."""
    counter, now = counter_of(request), now_of(request)
    waits = await counter.db.read(own_data.waits, form=form, word=word, now=now)
    link = f"/my-data/{form}/{word}/file" if waits else ""
    return page(request, "my_data.html", status=200 if waits else 404, link=link)


@router.get("/my-data/{form}/{word}/file", include_in_schema=False)
async def fetched(request: Request, form: Form, word: str) -> Response:
    """Give the file, once."""
    counter, now = counter_of(request), now_of(request)
    found = await counter.db.write(own_data.fetch, form=form, word=word, now=now)
    if found is None:
        return page(request, "my_data.html", status=404, link="")
    content = found.as_json() if form == "json" else await _workbook(request, found)
    return Response(
        content,
        media_type=_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="my-data.{form}"',
            "Cache-Control": "no-store",
        },
    )


async def _workbook(request: Request, found: own_data.OwnData) -> bytes:
    zone = counter_of(request).db.city.calendar.zone
    words = Speaker(found.language, zone, found.made_at)
    groups = {name: HOLDINGS[name].group.value for name in found.tables}
    name, lines = about(words, groups, found.made_at)
    return await asyncio.to_thread(own_data_xlsx, found.tables, about=name, lines=lines)
