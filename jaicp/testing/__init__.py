"""XML suites: what a bot's author expects of it, read, played and reported."""
