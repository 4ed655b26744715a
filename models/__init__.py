"""The tables: shape, constraints and indexes, each with its reason.

May import domain and sqlmodel; no rule and no sentence lives here.
Look next at `models/ledger.py` for hours and `models/sealed.py` for what is kept encrypted.
"""

from sqlmodel import SQLModel

# No row is ever validated by its class: what nobody asks for is not built.
SQLModel.model_config["defer_build"] = True
# Nor is a row ever an object: statements are written on the tables. Mapping 85 classes to objects
# costs each process 2.5 MiB; whoever wants `session.get(Volunteer, 1)` deletes this line.
SQLModel._sa_decl_prepare = True
