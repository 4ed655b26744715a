"""The rules, tested at, below and above every threshold."""
