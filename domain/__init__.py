"""The rules: they decide from plain values and the policy, and import the standard library only.

Nothing here reads a clock, a database or an environment variable.
Look next at `domain/admission.py` for a check-in, `domain/policy.py` for where numbers come from.
"""
