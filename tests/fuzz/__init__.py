"""Every entrance, with what nobody should send."""
