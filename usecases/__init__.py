"""The deeds: one public function is one transaction, in plain synchronous Python.

May import models and domain; knows no messenger, no page, no words and no clock of its own.
Look next at `usecases/database.py` for how a deed runs and `usecases/checkins.py` for one.
"""
