"""The clock door: what is due is looked up and done, and what was not asked for is delivered.

May import usecases, locales, documents, domain, apscheduler and python-telegram-bot; never aiogram.
Look next at `scheduler/jobs.py` for the alarm clock and `scheduler/delivery.py` for the outbox.
"""
