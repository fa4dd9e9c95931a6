"""A stand-in for Webim on this machine: visitors, operators, and both versions of the bot API."""
