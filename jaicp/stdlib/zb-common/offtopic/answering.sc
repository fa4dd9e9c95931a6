# What the states of offtopic answer with, and the patterns that they share.

require: ../patterns.sc
require: offtopic.yaml
    var = commonOfftopic
require: offtopic.js
