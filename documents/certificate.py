"""The certificate of service on A4: what norms B16 and C3 ask for, and a code to check it by."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from documents.qr import qr_svg
from documents.typesetting import draw_pdf, draw_png

TEMPLATE = "certificate.typ"


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What is printed about one volunteer; an empty text means that its line is left out.

    Each of `lines` says place, unit, days, times and length.
    """

    city_name: str
    number: str
    name: str
    about: str
    total: str
    kinds: str
    lines: Sequence[Mapping[str, str]]
    issuer: str
    responsible: str
    contact: str
    issued: str
    check_url: str
    seal_place: bool


@dataclass(frozen=True, slots=True)
class CertificateWords:
    """What stands around the facts, in the language of the paper."""

    title: str
    number_label: str
    attest: str
    place: str
    unit: str
    days: str
    times: str
    length: str
    total: str
    issuer: str
    responsible: str
    contact: str
    handler: str
    by_system: str
    issued: str
    seal: str
    system_print: str
    check: str
    genuine: str
    page: str


def certificate_pdf(facts: CertificateFacts, words: CertificateWords) -> bytes:
    """Return the pages as PDF, A4; long lists go on to further pages."""
    return draw_pdf(TEMPLATE, _said(facts, words), _code(facts), points_per_unit=1.0)


def certificate_png(facts: CertificateFacts, words: CertificateWords) -> bytes:
    """Return a certificate of one page as a picture of 595 × 842 pixels, to look at."""
    return draw_png(TEMPLATE, _said(facts, words), _code(facts))


def _said(facts: CertificateFacts, words: CertificateWords) -> dict[str, object]:
    return {**asdict(facts), "words": asdict(words)}


def _code(facts: CertificateFacts) -> dict[str, str]:
    return {"qr": qr_svg(facts.check_url)}
