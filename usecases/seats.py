"""What the city calls the offices that have another name elsewhere."""

from datetime import datetime

from usecases.city import City


def named(city: City, now: datetime, *, english: bool) -> dict[str, str]:
    """Return the names of roles as this city's documents say them, by the key of their words."""
    said = city.policy(now).city
    if english:
        return {"role-federation": said.federation_en, "role-office": said.office_en}
    return {"role-federation": said.federation, "role-office": said.office}
