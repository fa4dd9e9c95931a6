"""Files to symbols: configuration, required files, linked projects."""
