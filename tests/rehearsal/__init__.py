"""The stage is tested as Telegram would be: from outside, over HTTP and in a browser."""
