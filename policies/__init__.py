"""The numbers of the documents: one TOML per city and period, every value with its clause.

Data only; `domain/policy.py` reads it.
Look next at `policies/puer-2020.toml`.
"""
