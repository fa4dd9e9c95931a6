"""One canonical layout: the text of a script to the same script, laid out as `docs/format.md` says."""
