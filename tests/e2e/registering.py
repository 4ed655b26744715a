"""Bringing a newcomer all the way in, by pressing what a person presses."""

import re
import secrets
from dataclasses import dataclass, field

import httpx

from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import invented_id_number
from tests.world import World

# What each language calls the buttons that everybody presses.
WORDS = {
    "zh-hans": {
        "register": "开始登记", "id": "单独同意", "agree": "同意，继续", "no-unit": "没有单位",
        "later": "以后再选", "skills": "下一页", "done": "选好了", "oath": "我愿意",
        "submit": "提交", "county": "思茅区", "township": "思茅街道", "approve": "通过",
        "queue": "待办", "evening": "周六上午", "step": r"第 (\d+) 步，共 (\d+) 步",
        "form": "填写姓名和证件", "submitted": "已交",
    },
    "en": {
        "register": "Register", "id": "my ID number", "agree": "Agree", "no-unit": "No unit",
        "later": "Decide later", "skills": "Next: your skills", "done": "Done", "oath": "I do",
        "submit": "Submit", "county": "Simao", "township": "Simao Sub", "approve": "Approve",
        "queue": "To do", "evening": "Sat a.m.", "step": r"Step (\d+) of (\d+)",
        "form": "Name and document", "submitted": "Sent for approval",
    },
}  # fmt: skip


@dataclass
class Count:
    """What a registration cost: completed screens, and typed answers by step."""

    answers: int = 0
    typed: list[str] = field(default_factory=list)


def words(person: Person) -> dict[str, str]:
    """Return the words of the person's language."""
    return WORDS["en" if person.someone.language_code.startswith("en") else "zh-hans"]


def step(person: Person) -> int:
    """Return the number of the question on the screen; 0 where there is none."""
    for text in reversed([shown.text or "" for shown in person.fresh]):
        found = re.search(words(person)["step"], text)
        if found:
            return int(found.group(1))
    return 0


async def begins(world: World, person: Person) -> None:
    """Come in and agree, up to the question for the phone."""
    said = words(person)
    await person.says("/start")
    await person.presses(said["register"])
    await person.presses(said["id"])
    await person.presses(said["agree"])


async def gives_document(world: World, person: Person, name: str, number: str) -> None:
    """Give name and resident ID number where this city asks for them."""
    if not world.house.settings.id_in_form:
        await person.says(name)
        await person.says(number)
        return
    reply = await hands_in(world, person, name=name, kind="resident-id", number=number)
    assert reply.status_code == 200, reply.text


async def hands_in(
    world: World, person: Person, *, times: int = 1, **filled: str
) -> httpx.Response:
    """Open the form by its button, fill it in and send it, perhaps more than once."""
    _, launch = await person.opens_webapp(words(person)["form"])
    async with httpx.AsyncClient(base_url=world.stage.url) as http:
        opened = {"init_data": launch, "nonce": secrets.token_hex(16), "page": "form"}
        session = await http.post("/page/session", json=opened)
        assert session.status_code == 200, session.text
        headers = {"X-Page-Session": session.json()["token"]}
        body = filled | {"nonce": secrets.token_hex(16)}
        for _ in range(times):
            reply = await http.post("/page/registration", json=body, headers=headers)
    await world.settle()
    return reply


async def fills_in(
    world: World,
    person: Person,
    *,
    name: str = "李志愿",
    number: str = "",
    until: str = "submit",
    home: tuple[str, str] | None = None,
) -> None:
    """Answer every question with what most people answer, up to the summary or the oath."""
    said = words(person)
    await begins(world, person)
    await person.shares_contact()
    await gives_document(world, person, name, number or invented_id_number(person.id, "19900101"))
    for place in home or (said["county"], said["township"]):
        await person.presses(place)
    await person.presses(said["no-unit"])
    await person.presses(said["skills"])
    await person.presses(said["done"])
    await person.presses(said["done"])
    if until == "oath":
        return
    await person.presses(said["oath"])


async def applies(world: World, person: Person, *, name: str = "李志愿", number: str = "") -> None:
    """Register and hand it in; it waits for approval."""
    await fills_in(world, person, name=name, number=number)
    await person.presses(words(person)["submit"])
    person.sees(words(person)["submitted"])


async def officer_of(
    world: World, person: Person, role: Role = Role.FEDERATION, where: str = ""
) -> Person:
    """Let the person be an officer who has opened the chat."""
    await world.appoints(person, role, where)
    await person.says("/start")
    return person


async def registers(
    world: World,
    person: Person,
    *,
    name: str = "李志愿",
    number: str = "",
    officer: Person | None = None,
) -> None:
    """Bring a newcomer all the way to an approved volunteer."""
    await applies(world, person, name=name, number=number)
    if officer is None:
        officer = await officer_of(world, world.person("审批员"))
    await officer.presses(words(officer)["queue"])
    await officer.presses(words(officer)["approve"])
