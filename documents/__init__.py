"""Pictures and paper: QR codes out (`qr`) and in (`reading`), card, chart, code, board.

May import domain; gets every word it prints as an argument, so it needs no locales and no tables.
Everything drawn goes through `documents/typesetting.py` and a template in `documents/templates`;
keep this file free of imports, because whoever draws nothing should not load Typst.
"""
