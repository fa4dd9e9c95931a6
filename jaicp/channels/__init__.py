"""Protocols of chat services: requests to events, replies to answers."""
