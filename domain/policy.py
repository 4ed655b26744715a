"""The numbers of the documents: `PolicyBook` picks the city's policy for the day of an event.

`policies/puer-2020.toml` is the city `puer` in the period that its file names; a later period is
a file of its own, and old events keep their rules.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from domain.policy_file import read_policy
from domain.policy_shape import Clause, Document, MemberUnit, Policy, Source
from domain.toml_text import PolicyError

__all__ = [
    "Clause",
    "Document",
    "MemberUnit",
    "Policy",
    "PolicyBook",
    "PolicyError",
    "Source",
]

POLICIES = Path(__file__).resolve().parent.parent / "policies"


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All periods of one city, the earliest first."""

    periods: tuple[Policy, ...]

    @classmethod
    def load(cls, name_or_path: str | Path) -> "PolicyBook":
        """Return the book of a city such as "puer", of one file, or of a folder of files.

        PolicyError when nothing is found, a file is faulty, or two periods overlap.
        """
        path = Path(name_or_path)
        if path.suffix == ".toml":
            files = [path]
        elif path.is_dir():
            files = sorted(path.glob("*-[0-9]*.toml"))
        else:
            files = sorted(POLICIES.glob(f"{path.name}-[0-9]*.toml"))
        if not files:
            raise PolicyError(str(name_or_path), 0, "no policy of this name is found")
        return cls.of([read_policy(file) for file in files])

    @classmethod
    def of(cls, policies: list[Policy]) -> "PolicyBook":
        """Return a book of these periods; PolicyError when they overlap or mix cities."""
        periods = sorted(policies, key=lambda policy: policy.period.valid_from_on)
        for earlier, later in pairwise(periods):
            if earlier.city.code != later.city.code:
                raise PolicyError(later.name, 0, f"it is of another city than {earlier.name}")
            end = earlier.period.valid_until_on
            if end is not None and end >= later.period.valid_from_on:
                raise PolicyError(later.name, 0, f"it overlaps with {earlier.name}")
            if earlier.period.valid_from_on == later.period.valid_from_on:
                raise PolicyError(later.name, 0, f"it starts on the same day as {earlier.name}")
        return cls(tuple(periods))

    def on(self, day: date) -> Policy:
        """Return the policy in force on a day: an open end lasts until the next period starts.

        PolicyError for a day that no period covers; before the first one, unless that file says
        that it is used for earlier days too.
        """
        first = self.periods[0]
        if day < first.period.valid_from_on:
            if first.period.used_before_start:
                return first
            raise PolicyError(first.name, 0, f"it is in force only from {_day_of(first)}")
        policy = max(
            (each for each in self.periods if each.period.valid_from_on <= day),
            key=lambda each: each.period.valid_from_on,
        )
        if policy.period.valid_until_on and day > policy.period.valid_until_on:
            after = policy.period.valid_until_on + timedelta(days=1)
            raise PolicyError(policy.name, 0, f"no policy is in force from {after}")
        return policy


def _day_of(policy: Policy) -> str:
    return policy.period.valid_from_on.isoformat()
