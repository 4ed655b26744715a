"""〈find people〉: field, speciality, qualification and place lead to a masked list, and to one.

What is looked for stands in the buttons themselves, so that an old one still finds the same.
"""

from domain.permissions import Role
from handlers import table
from handlers.keyboards import press, rows
from handlers.registration_questions import address, free_time, place_name
from handlers.stars import turned
from handlers.turn import Turn
from locales.words import CHINESE
from usecases import registration, talents
from usecases.registration import Form
from usecases.talents import Found, Person, Talent, Wanted

_ANY = "-"
_AXES = ("category", "skill", "place", "proven")


@table.more(
    "button-talents",
    Role.UNIT_CONTACT, Role.COUNTY_OFFICE, Role.FEDERATION, Role.CENTRE, Role.OFFICE,
)  # fmt: skip
async def overview(turn: Turn) -> None:
    """Say how many fit what is looked for, and offer the four axes."""
    wanted = _wanted(turn, 0)
    found = await _search(turn, wanted, 0)
    form = await turn.read(registration.form, now=turn.now)
    text = turn.say("talents-head", count=found.count, **_axes(turn, wanted, form))
    codes = _codes(wanted)
    choose = [press(turn.label(f"button-talent-{axis}"), "talpick", axis, *codes) for axis in _AXES]
    see = [press(turn.label("button-talent-list"), "tallist", 0, *codes)] if found.count else []
    anew = [press(turn.label("button-talent-anew"), "talents")] if any(_given(wanted)) else []
    await turn.show(text, rows(see, choose[:2], choose[2:], anew))


def _wanted(turn: Turn, place: int) -> Wanted:
    """Return what the button says is looked for, from this part of its data on."""
    codes = (turn.args[place:] + [_ANY] * len(_AXES))[: len(_AXES)]
    category, skill, where, proven = ("" if code == _ANY else code[:30] for code in codes)
    return Wanted(category, skill, where, proven)


def _given(wanted: Wanted) -> tuple[str, ...]:
    return wanted.category, wanted.skill, wanted.place, wanted.proven


def _codes(wanted: Wanted) -> list[str]:
    return [code or _ANY for code in _given(wanted)]


def _axes(turn: Turn, wanted: Wanted, form: Form) -> dict[str, str]:
    known_field = wanted.category in form.terms.categories
    known_skill = wanted.skill in form.terms.skills
    known_proof = wanted.proven in form.proofs
    anything = turn.label("talents-any")
    place = form.places.get(wanted.place) if wanted.place else None
    return {
        "field": turn.label(f"category-{wanted.category}") if known_field else anything,
        "skill": turn.label(f"skill-{wanted.skill}") if known_skill else anything,
        "place": address(turn, wanted.place, form) if place else anything,
        "proven": turn.label(f"qualification-{wanted.proven}") if known_proof else anything,
    }


async def _search(turn: Turn, wanted: Wanted, page: int) -> Found:
    return await turn.read(
        talents.search,
        actor=turn.caller.account_id,
        wanted=wanted,
        page=page,
        now=turn.now,
    )


@table.press("talpick")
async def pick(turn: Turn) -> None:
    """Show what can be chosen on one axis."""
    axis, wanted = turn.word(0, *_AXES), _wanted(turn, 1)
    await _search(turn, wanted, 0)
    form = await turn.read(registration.form, now=turn.now)
    cells = [
        press(name, "talents", *_codes(_with(wanted, axis, code)))
        for code, name in _choices(turn, axis, wanted, form)
    ]
    whatever = press(turn.label("talents-any"), "talents", *_codes(_with(wanted, axis, "")))
    columns = 3 if turn.words.locale == CHINESE and axis != "place" else 2
    lines = [cells[n : n + columns] for n in range(0, len(cells), columns)]
    await turn.show(turn.say(f"talents-pick-{axis}"), rows([whatever], *lines))


def _with(wanted: Wanted, axis: str, code: str) -> Wanted:
    codes = dict(zip(_AXES, _given(wanted), strict=True)) | {axis: code}
    return Wanted(**codes)


def _choices(turn: Turn, axis: str, wanted: Wanted, form: Form) -> list[tuple[str, str]]:
    if axis == "category":
        return [(code, turn.label(f"category-{code}")) for code in form.terms.categories]
    if axis == "skill":
        return [(code, turn.label(f"skill-{code}")) for code in form.terms.skills]
    if axis == "proven":
        return [(code, turn.label(f"qualification-{code}")) for code in form.proofs]
    county = form.places.county_of(wanted.place) if wanted.place else None
    places = form.places.townships(county.code) if county else form.places.counties
    return [(place.code, place_name(turn, place)) for place in places]


@table.press("tallist")
async def listed(turn: Turn) -> None:
    """Show a page of those who fit, masked."""
    wanted = _wanted(turn, 1)
    found = await _search(turn, wanted, turn.number(0))
    form = await turn.read(registration.form, now=turn.now)
    lines = [turn.say("talents-list", count=found.count)]
    lines += [_line(turn, place, one, form) for place, one in enumerate(found.lines, 1)]
    codes = _codes(wanted)
    numbers = [
        press(str(place), "talone", one.volunteer_id, *codes)
        for place, one in enumerate(found.lines, 1)
    ]
    pages = [
        press(button.text, button.callback_data, *codes)
        for button in turned(turn, "tallist", found.page, found.pages)
    ]
    back = [press(turn.label("button-back"), "talents", *codes)]
    await turn.show("\n".join(lines), rows(numbers[:4], numbers[4:], pages, back))


def _line(turn: Turn, place: int, one: Talent, form: Form) -> str:
    if one.minor:
        return turn.say("talents-line-minor", place=place)
    where = address(turn, one.township, form)
    return turn.say("talents-line", place=place, name=one.name, number=one.number, where=where)


@table.press("talone")
async def one_of_them(turn: Turn) -> None:
    """Show one of them; that somebody looked at a minor is kept."""
    found = await turn.write(
        talents.person, actor=turn.caller.account_id, volunteer_id=turn.number(0), now=turn.now
    )
    form = await turn.read(registration.form, now=turn.now)
    back = [press(turn.label("button-back"), "tallist", 0, *_codes(_wanted(turn, 1)))]
    call = (
        []
        if found.minor
        else [press(turn.label("button-talent-contact"), "talcall", turn.number(0))]
    )
    await turn.show(_person(turn, found, form), rows(call, back))


def _person(turn: Turn, found: Person, form: Form) -> str:
    comma, none = turn.label("comma"), turn.label("none")
    if found.minor:
        return turn.say("talents-minor", number=found.number, unit=found.unit or none)
    return turn.say(
        "talents-one",
        name=found.name,
        number=found.number,
        place=address(turn, found.township, form),
        unit=found.unit or none,
        team=found.team or none,
        categories=comma.join(turn.label(f"category-{code}") for code in found.categories) or none,
        skills=comma.join(turn.label(f"skill-{code}") for code in found.skills) or none,
        proven=comma.join(turn.label(f"qualification-{code}") for code in found.proven) or none,
        times=comma.join(free_time(turn, code) for code in found.free_times) or none,
    )


@table.press("talcall")
async def contact(turn: Turn) -> None:
    """Show name and telephone for a moment; they do not stay in the chat."""
    found = await turn.write(
        talents.contact, actor=turn.caller.account_id, volunteer_id=turn.number(0), now=turn.now
    )
    await turn.toast(f"{found.name}\n{found.phone}", alert=True)
