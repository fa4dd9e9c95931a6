# What the states of small talk answer with, and the words that they share.

require: newOfftopic.yaml
    var = newCommonOfftopic
require: fallbackLogic.yaml
    var = defaultFallbackLogic
require: newOfftopic.js
require: words.sc
