"""Events to replies: sessions, activation, reactions, the turn."""
