"""Settings for the property tests of the rules."""

from hypothesis import settings

# A busy machine is not a failing rule: no deadline per example, the suite has its own timeout.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
