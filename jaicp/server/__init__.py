"""The HTTP server: endpoints, order of events, workers."""
