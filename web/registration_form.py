"""The form for name and document: the number goes to our host and never through the messenger.

What was handed in enters the same inbox as the person's messages, in their order, so that the
chat goes on by itself and nothing counts twice.
"""

import json
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from domain.identity import DocumentKind, Sex
from domain.registration import SELF_TELLING
from usecases import identifying
from web.frontage import counter_of, now_of, page, speaker_of
from web.visitors import PAGE_WORDS, Acting, Nonce

router = APIRouter()
Line = Annotated[str, Field(max_length=200)]
PAGE_WORDS["form"] = (
    "form-title",
    "form-why",
    "form-name",
    "form-kind",
    "form-number",
    "form-born",
    "form-sex",
    "form-birth-missing",
    "form-send",
    "form-sent",
    *(f"document-{kind}" for kind in DocumentKind),
    *(f"sex-{sex}" for sex in Sex),
)


class Filled(BaseModel):
    """Name and document as they were typed; `nonce` is the same when it is sent again."""

    name: Line
    kind: Line
    number: Line
    sex: Line = ""
    born_on: Line = ""
    nonce: Nonce


class Taken(BaseModel):
    """That it was taken, in the person's language."""

    words: str


@router.get("/form", include_in_schema=False)
async def form_page(request: Request) -> Response:
    """Show the form."""
    label = speaker_of(request).label
    return page(
        request,
        "form.html",
        PAGE_WORDS["form"],
        kinds=[(kind.value, label(f"document-{kind}")) for kind in DocumentKind],
        sexes=[(sex.value, label(f"sex-{sex}")) for sex in Sex],
        self_telling=" ".join(kind.value for kind in SELF_TELLING),
    )


@router.post("/page/registration")
async def filled_in(request: Request, filled: Filled, visitor: Acting) -> Taken:
    """Take name and document, and let the chat go on; refuses what the chat would refuse."""
    counter, now = counter_of(request), now_of(request)
    fields = filled.model_dump(exclude={"nonce"})
    await counter.db.read(identifying.check_form, actor=visitor.account_id, fields=fields, now=now)
    caller = visitor.caller
    person = {"id": caller.external_id, "is_bot": False, "first_name": "-"}
    message = {
        "message_id": 0,
        "date": int(now.timestamp()),
        "chat": {"id": caller.external_id, "type": "private"},
        "from": person,
        "web_app_data": {"data": json.dumps(fields, ensure_ascii=False), "button_text": "-"},
    }
    number = _update_id(caller.account_id, filled.nonce)
    await counter.take_updates([{"update_id": number, "message": message}])
    return Taken(words=speaker_of(request).label("form-sent"))


def _update_id(account_id: int, nonce: str) -> int:
    """Return a number that no update of the messenger has: negative, the same for a repeat."""
    digest = sha256(f"{account_id}|{nonce}".encode()).digest()
    return -1 - int.from_bytes(digest[:7], "big")
