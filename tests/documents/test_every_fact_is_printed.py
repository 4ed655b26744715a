"""Papers lose nothing: each fact and each word that one is given changes what is drawn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import pytest

from documents.certificate import certificate_pdf
from documents.forms import listing_pdf, registration_form_pdf
from documents.poster import poster_pdf
from tests.documents import test_certificate, test_forms, test_poster

PAPERS: dict[str, tuple[Any, Callable[[Any], bytes]]] = {
    "poster": (test_poster.FACTS, partial(poster_pdf, words=test_poster.WORDS)),
    "poster's words": (test_poster.WORDS, partial(poster_pdf, test_poster.FACTS)),
    "certificate": (
        replace(
            test_certificate.FACTS, kinds="其中录入 2 小时", responsible="周某", contact="0879"
        ),
        partial(certificate_pdf, words=test_certificate.WORDS),
    ),
    "certificate's words": (
        test_certificate.WORDS,
        partial(certificate_pdf, replace(test_certificate.FACTS, responsible="周", contact="0879")),
    ),
    "registration form": (test_forms.FORM, registration_form_pdf),
    "record book": (test_forms.LISTING, listing_pdf),
}


def _changed(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the value once for each text in it, with that text altered."""
    if isinstance(value, str):
        if value:
            yield at, f"{value}啊"
    elif is_dataclass(value):
        for field in fields(value):
            for where, one in _changed(getattr(value, field.name), f"{at}.{field.name}"):
                yield where, replace(value, **{field.name: one})  # type: ignore[type-var]
    elif isinstance(value, Mapping):
        for key, held in value.items():
            for where, one in _changed(held, f"{at}.{key}"):
                yield where, {**value, key: one}
    elif isinstance(value, Sequence):
        for nth, held in enumerate(value):
            for where, one in _changed(held, f"{at}[{nth}]"):
                yield where, type(value)([*value[:nth], one, *value[nth + 1 :]])  # type: ignore[call-arg]


@pytest.mark.parametrize("paper", PAPERS)
def test_each_text_of_a_paper_is_drawn(paper: str) -> None:
    said, draw = PAPERS[paper]
    before = draw(said)
    lost = [where for where, other in _changed(said) if draw(other) == before]
    assert lost == []
