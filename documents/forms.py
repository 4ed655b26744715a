"""Forms of the documents on A4: the registration form in two copies, and lists for books."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from documents.typesetting import draw_pdf


@dataclass(frozen=True, slots=True)
class Box:
    """A tall line of a form: what stands in it, and who signs or seals at its foot."""

    label: str
    text: str
    foot: str


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """One form: rows of label and value, then boxes for what is signed; one copy a page."""

    title: str
    number: str
    pairs: Sequence[tuple[str, str]]
    wide: Sequence[tuple[str, str]]
    boxes: Sequence[Box]
    copies: Sequence[str]
    date: str
    foot: str


def registration_form_pdf(form: RegistrationForm) -> bytes:
    """Return a page of A4 for each of the form's copies."""
    return draw_pdf("registration_form.typ", asdict(form), points_per_unit=1.0)


@dataclass(frozen=True, slots=True)
class Section:
    """A further table of a book, under a title of its own, with a foot."""

    title: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    total: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A book's pages: columns with their widths (0: as wide as needed), rows, and a foot."""

    title: str
    subtitle: str
    about: Sequence[tuple[str, str]]
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    total: str
    signs: Sequence[str]
    page: str
    more: Sequence[Section] = ()


def listing_pdf(listing: Listing) -> bytes:
    """Return the pages, A4 lying, the head of the table on each; raises ValueError for bad rows."""
    tables: list[Section | Listing] = [listing, *listing.more]
    if any(len(row) != len(one.columns) for one in tables for row in one.rows):
        raise ValueError("a row has not one cell for each column")
    return draw_pdf("listing.typ", _said(listing), points_per_unit=1.0)


def _said(listing: Listing) -> Mapping[str, object]:
    return asdict(listing)
