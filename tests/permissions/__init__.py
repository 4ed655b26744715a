"""Who may do what, tried whole."""
