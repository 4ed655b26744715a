"""Pictures and paper: QR codes in and out, the card, charts, PDFs and workbooks.

May import domain; gets every word it prints as an argument, so it needs no locales and no tables.
Look next at `documents/qr.py` and `documents/card.py`.
"""
