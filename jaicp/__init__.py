"""JAICP DSL: check, run and test bots; an open server for them on Webim."""

__version__ = "0.1.0"
