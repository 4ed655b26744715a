"""The shape of a policy's section about papers: who issues certificates, and how."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Papers:
    """What stands on a certificate beside the volunteer's own facts (norm C3); None: left out."""

    certificate_issuer: str
    certificate_issuer_en: str
    certificate_responsible: str | None
    certificate_contact: str | None
    # Whether a place for a seal is printed; a seal itself is put on by hand.
    certificate_seal_place: bool
