"""A link to a page of ours that hands a paper over: what is on it does not pass through a chat."""

from handlers import keyboards
from handlers.keyboards import rows
from handlers.turn import Turn
from usecases import rules


async def hand_over(turn: Turn, path: str, *, sentence: str, label: str) -> None:
    """Answer with the button that opens the page once, and say for how long it does.

    Both are keys of words; the sentence asks for `lives_minutes`.
    """
    lives = (await turn.read(rules.links, now=turn.now)).paper_minutes
    button = keyboards.link(turn.label(label), f"{turn.desk.public_url}/{path}")
    await turn.answer(turn.say(sentence, lives_minutes=lives), rows([button]))
