"""What a policy says of the yearly honours (SM3-7d, GA15-2.4b)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HonourRules:
    """For what people and units are nominated once a year, and who gives it; none: no drive."""

    volunteer_categories: tuple[str, ...]
    unit_categories: tuple[str, ...]
    giver: str | None

    @property
    def held(self) -> bool:
        """Tell whether the city names anything to be nominated for."""
        return bool(self.volunteer_categories or self.unit_categories)
