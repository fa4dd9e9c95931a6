"""Channels and their deployments: what is set up, how a build is made, which build answers."""
