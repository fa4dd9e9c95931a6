"""Where sessions and logs are kept."""
