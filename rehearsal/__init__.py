"""The stage: a strict local stand-in for Telegram's Bot API, and a page to play every person.

Only tests and the command line import it.
Look next at `rehearsal/botapi.py` for what it refuses and `rehearsal/people.py` for the players.
"""
