"""The stage: a strict local stand-in for Telegram's Bot API, and a page to play every person.

Only tests and the command line import it.
The stage itself knows nothing of the product: what they share is HTTP and the clock. The made-up
city and the seeded one (`city.py`, `playing.py`, `simulator/`) play the product's own deeds.
Look next at `stage.py` for how it is set up, `people.py` for the players, `method_table.py` and
`botapi.py` for what it takes and refuses, `faults.py` for what it can be told to do wrong.
"""
