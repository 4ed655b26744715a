"""The seeded city: a whole life of the product in one thread, drawn by one number.

One seed is one run: people, faults, clocks and random codes all follow from it, so that a run that
finds something is played again exactly. `python -m rehearsal.simulator --help`.
"""
