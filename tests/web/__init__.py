"""The page door: launch data, sessions, displays, scanners, the card check, the webhook."""
