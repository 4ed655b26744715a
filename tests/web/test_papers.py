"""What our own host hands over: once, and never to who only guesses."""

from domain.permissions import Role
from tests.cast import MORNING, with_role
from tests.documents.test_forms import pages_of
from tests.usecases.applying import applies
from tests.web.conftest import Town
from usecases import registration_papers
from usecases.city import CitySession


def _asked(session: CitySession) -> str:
    chief = with_role(session, 8, Role.FEDERATION)
    _, handed_in = applies(session, 7)
    return registration_papers.link(
        session, actor=chief.account_id, application_id=handed_in.application_id, now=MORNING
    )


async def test_the_whole_form_comes_once_and_then_the_link_is_over(town: Town) -> None:
    token = await town.world.db.write(_asked)
    # Whoever looks ahead at the link, however often, uses nothing up.
    for _ in range(2):
        before = await town.http.get(f"/paper/{token}")
        assert before.status_code == 200
        assert before.headers["content-type"].startswith("text/html")
        assert f'<a class="main" href="/paper/{token}/file"' in before.text
    reply = await town.http.get(f"/paper/{token}/file")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["cache-control"] == "no-store"
    assert pages_of(reply.content) == 2
    for tried in (token, "x", "A" * 300, "%F0%9F%98%80"):
        for page in (f"/paper/{tried}", f"/entry-sheet/{tried}", f"/paper/{tried}/file"):
            again = await town.http.get(page)
            assert again.status_code == 404
            assert "这个链接用过了，或者过期了" in again.text
