"""Alembic migrations, numbered, a sentence each, the same for SQLite and PostgreSQL."""
