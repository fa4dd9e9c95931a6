"""Rules: what is wrong in a project, and how to say it."""
