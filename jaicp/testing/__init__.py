"""XML suites played: what a bot's author expects of it, compared with what it does, and reported."""
