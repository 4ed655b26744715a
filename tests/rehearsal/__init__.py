"""The stage is tested as Telegram would be: refusal by refusal, over HTTP and in a browser."""
