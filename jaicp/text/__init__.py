"""What can be pointed at: sources, spans, and the diagnostics about them."""
