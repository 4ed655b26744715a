"""Who asks from a page: the launch is exchanged once, afterwards a token stands in a header.

No cookie: Mini Apps run in frames, and what no browser sends by itself nobody can forge.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, Field
from starlette.requests import Request

from domain.refusals import Code, Refusal
from locales.words import locale_for
from usecases import page_sessions
from usecases.page_sessions import Visitor
from web.frontage import counter_of, now_of, speaker_of, words_for
from web.init_data import Unproven, prove

router = APIRouter()
MESSENGER = "telegram"
Nonce = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")]

# The words of each page, given to it in the account's language.
PAGE_WORDS: dict[str, tuple[str, ...]] = {}


def request_id_of(visitor: Visitor, nonce: str) -> str:
    """Return the key of what a page asks for once: bound to the account, so nobody finds another's.

    A page that repeats the nonce, because an answer was lost, gets the same answer again.
    """
    return f"page/{visitor.account_id}/{nonce}"


class Launched(BaseModel):
    """A page that Telegram has just opened."""

    init_data: str = Field(max_length=4096)
    nonce: Nonce
    page: str = Field(max_length=32)


class Session(BaseModel):
    """What the page holds from now on."""

    token: str
    seconds: int
    language: str
    words: dict[str, str]


@router.post("/page/session")
async def opened(request: Request, launched: Launched) -> Session:
    """Exchange Telegram's launch data for a token; refuses `page-over` when they prove nobody."""
    counter, now = counter_of(request), now_of(request)
    launch = prove(launched.init_data, bot_token=counter.bot_token, now=now)
    if isinstance(launch, Unproven):
        raise Refusal(Code.PAGE_OVER)
    page = await counter.db.write(
        page_sessions.open_page,
        messenger=MESSENGER,
        external_id=launch.user_id,
        language=locale_for(launch.language_code),
        launch=launch.digest,
        nonce=launched.nonce,
        fresh=launch.is_fresh(now),
        now=now,
    )
    request.state.language = page.caller.language
    return Session(
        token=page.token,
        seconds=int((page.expires_at - now).total_seconds()),
        language=page.caller.language,
        words=words_for(speaker_of(request), PAGE_WORDS.get(launched.page, ())),
    )


@router.post("/page/stay")
async def stay(request: Request, token: Annotated[str, Header(alias="X-Page-Session")]) -> None:
    """Let a page that is in use live on."""
    await counter_of(request).db.write(page_sessions.stay, token=token, now=now_of(request))


async def _visitor(
    request: Request, token: Annotated[str, Header(alias="X-Page-Session")] = ""
) -> Visitor:
    """Return who asks, or refuse `page-over`; from here on the answer speaks his language."""
    visitor = await counter_of(request).db.read(
        page_sessions.visitor, token=token, now=now_of(request)
    )
    request.state.language = visitor.caller.language
    return visitor


async def _acting(visitor: Annotated[Visitor, Depends(_visitor)]) -> Visitor:
    """Return who asks if the page was opened minutes after its launch, not up to an hour."""
    if not visitor.fresh:
        raise Refusal(Code.PAGE_OVER)
    return visitor


# For pages that show, and for those that move hours, vouchers or rights.
Looking = Annotated[Visitor, Depends(_visitor)]
Acting = Annotated[Visitor, Depends(_acting)]
