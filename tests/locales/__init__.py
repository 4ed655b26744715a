"""The words: every key that the code asks for, and every way a fact is put into words."""
