"""The day of the city over HTTP: people, a real Bot API, real pictures, both databases."""
