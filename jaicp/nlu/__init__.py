"""Words to meaning: what a phrase matches, how well, and with which parse tree."""
