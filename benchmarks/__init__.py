"""What `make bench` runs: each row prints what it measured and its ratio to a limit."""
