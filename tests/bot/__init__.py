"""The process: its settings, its command line."""
