"""The words: one folder of Fluent files per language, Chinese first, and `say` to fetch them.

May import the standard library and fluent.runtime only, so that every door can afford it.
Look next at `locales/zh-hans/` for the sentences and `locales/words.py` for how they are filled.
"""
