"""A code that came as a photo or as typed characters: whose it is decides what it does."""

from documents.reading import Unreadable
from domain import tokens
from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from handlers import keyboards, table
from handlers.checkin import scanned
from handlers.merchant import honour
from handlers.turn import Turn
from usecases import codes


async def use_code(turn: Turn, text: str, means: Means) -> None:
    """Do what the code is for: a signed one says so itself, a typed one goes by the role."""
    if await _is_voucher(turn, text):
        await honour(turn, text)
    else:
        await scanned(turn, text, means)


async def _is_voucher(turn: Turn, text: str) -> bool:
    signed = tokens.parse(text)
    if signed is not None:
        return isinstance(signed, tokens.VoucherCode)
    typed = tokens.as_typed(text)
    if typed is None or not turn.caller.holds(Role.MERCHANT):
        return False
    if not turn.caller.holds(Role.CLERK):
        return True
    # Whoever is both is asked by neither: the code knows what it is; else the menu in use decides.
    kind = await turn.read(codes.kind_of, typed=typed)
    return kind == "voucher" if kind else turn.role is Role.MERCHANT


def _has_picture(turn: Turn) -> bool:
    message = turn.message
    if message is None:
        return False
    document = message.document
    media_type = (document.mime_type or "") if document else ""
    return message.photo is not None or media_type.startswith("image/")


@table.loose(_has_picture)
async def photo(turn: Turn) -> None:
    """Read the one code in a photo and use it."""
    reading = await turn.read_picture()
    if isinstance(reading, Unreadable):
        reason = reading.reason.replace("_", "-")
        await turn.answer(turn.say(f"picture-{reason}"), keyboards.menu(turn))
        return
    await use_code(turn, tokens.payload_of(reading.text), Means.PHOTO)


@table.loose(lambda turn: tokens.is_like_typed(turn.text))
async def mistyped(_turn: Turn) -> None:
    """Say that twelve characters are no code of ours: one of them is none that a code has."""
    raise Refusal(Code.CODE_UNKNOWN)


@table.loose(lambda turn: tokens.as_typed(turn.text) is not None)
async def typed(turn: Turn) -> None:
    """Take the 12 characters that stand under a code."""
    await use_code(turn, turn.text, Means.TYPED)
