"""Pictures and paper: what was drawn is decoded, measured and looked at."""
