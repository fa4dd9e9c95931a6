// `_` (Underscore) is a global of every script: there is nothing to load here.
