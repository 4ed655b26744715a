"""Where somebody stands is kept sealed, and what cannot be read stops nobody."""

from sqlalchemy import update

from models.columns import table_of
from models.traffic import Conversation
from tests.cast import MORNING, a_volunteer
from usecases import conversations
from usecases.conversations import REGISTRATION, Change, Standing
from usecases.database import Database

_ROWS = table_of(Conversation)


async def test_answers_that_no_longer_open_are_forgotten_and_can_be_given_anew(
    db: Database,
) -> None:
    account = (await db.write(a_volunteer, 7, "李志愿")).account_id
    given = Standing(REGISTRATION, "name", 1, {"name": "李志愿"})
    await db.write(conversations.store, Change(account, given, MORNING))
    damaged = update(_ROWS).values(data_sealed=b"\1" + bytes(40))
    await db.write(lambda session: session.connection().execute(damaged))
    assert await db.read(conversations.fetch, account_id=account) is None
    await db.write(conversations.store, Change(account, given, MORNING))
    found = await db.read(conversations.fetch, account_id=account)
    assert found is not None
    assert found.data == {"name": "李志愿"}
