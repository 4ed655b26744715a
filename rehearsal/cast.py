"""Who is on the stage's page: the twelve whose phones can be taken in hand. All invented."""

from dataclasses import dataclass, replace

from domain.permissions import Role
from rehearsal import made_up

_FIRST = 5_308_100_001


@dataclass(frozen=True, slots=True)
class Part:
    """A person of the page: what stands above the phone, and who that is in the city.

    `place` is what a role counts for: a station's, unit's or merchant's name, or a county's code.
    """

    telegram_id: int
    name: str
    label_zh: str
    label_en: str
    language: str = "zh-hans"
    phone: str = ""
    role: Role | None = None
    place: str = ""

    @property
    def label(self) -> dict[str, str]:
        """Return the label in the page's languages."""
        return {"zh": self.label_zh, "en": self.label_en}


AUNT, STUDENT, CLERK, NEWCOMER = _FIRST, _FIRST + 1, _FIRST + 2, _FIRST + 3

PARTS = (
    Part(
        AUNT,
        "李阿姨",
        "志愿者，66 岁",
        "volunteer, 66",
        phone="+8619908790001",
        role=Role.VOLUNTEER,
    ),
    Part(
        CLERK,
        "王店员",
        "图书馆站的管理员",
        "clerk of the library station",
        role=Role.CLERK,
        place="思茅区图书馆服务站",
    ),
    Part(NEWCOMER, "陈小雨", "还没登记", "not yet registered", phone="+8619908790004"),
    Part(
        STUDENT,
        "玉香",
        "大学生志愿者",
        "student volunteer",
        phone="+8619908790002",
        role=Role.VOLUNTEER,
    ),
    Part(_FIRST + 4, "赵干事", "市志愿服务联合会", "Volunteer Federation", role=Role.FEDERATION),
    Part(
        _FIRST + 5,
        "扎娃",
        "澜沧县文明办",
        "Lancang county office",
        role=Role.COUNTY_OFFICE,
        place="530828",
    ),
    Part(
        _FIRST + 6,
        "孙老师",
        "市教体局联系人",
        "contact of the Education Bureau",
        role=Role.UNIT_CONTACT,
        place="普洱市教育体育局",
    ),
    Part(_FIRST + 7, "周主任", "志愿服务指导中心", "Guidance Centre", role=Role.CENTRE),
    Part(
        _FIRST + 8,
        "吴老板",
        "思茅影城，兑换商户",
        "cinema, a merchant",
        role=Role.MERCHANT,
        place="思茅影城",
    ),
    Part(_FIRST + 9, "郑管理员", "系统管理员", "administrator", role=Role.ADMINISTRATOR),
    Part(
        _FIRST + 10,
        "Anna",
        "说英语，还没登记",
        "speaks English, not yet registered",
        language="en",
        phone="+491700000011",
    ),
    Part(_FIRST + 11, "白主任", "市文明办", "city office", role=Role.OFFICE),
)


def parts(city: str) -> tuple[Part, ...]:
    """Return the cast as it stands in a city: what its data say of somebody, by his number here."""
    said = made_up.read_data(city)["stage"].get("cast", {})
    return tuple(_elsewhere(part, said.get(str(part.telegram_id - _FIRST), {})) for part in PARTS)


def _elsewhere(part: Part, said: dict[str, str]) -> Part:
    role = Role(said["role"]) if "role" in said else part.role
    words = {key: text for key, text in said.items() if key != "role"}
    return replace(part, role=role, **words)  # type: ignore[arg-type]


# Below the cast: people of the city whose phones are not on the page.
CROWD_FROM = 5_308_000_001


def in_the_crowd(telegram_id: int) -> bool:
    """Tell whether a phone belongs to the city but not to the page."""
    return CROWD_FROM <= telegram_id < _FIRST
