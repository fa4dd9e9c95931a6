# A little small talk in Russian. `newOfftopic/newOfftopic.sc` knows much more; one of the two is enough.

require: answering.sc
require: greetings.sc
require: fallback.sc
require: other.sc
