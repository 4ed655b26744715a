"""The page door: FastAPI routes for Mini Apps, the station display, the card check, the webhook.

May import usecases, locales, documents, domain and fastapi; never models, sqlmodel or telegram.
Look next at `web/app.py` for the list of routes and at `web/init_data.py` for who is asking.
"""
