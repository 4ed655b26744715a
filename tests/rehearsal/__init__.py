<<<<<<< HEAD
"""The stage is tested as Telegram would be: from outside, over HTTP and in a browser."""
=======
"""The stage, refusal by refusal and over real HTTP, because every other test stands on it."""
>>>>>>> cc58460 (Play Telegram on a local stage)
