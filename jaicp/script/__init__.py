"""The JavaScript bridge: embedded engine, built-in objects, places of errors."""
