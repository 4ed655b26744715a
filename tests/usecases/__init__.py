"""Deeds, on both databases."""
