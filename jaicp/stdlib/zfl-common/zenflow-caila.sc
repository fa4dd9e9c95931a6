# What projects of the visual editor with intents require; the patterns are those of `zenflow.sc`.

require: zenflow.sc
