# The question that begins anew after an offer was refused.

require: answers.yaml
    var = zwitch
require: settings.js
require: answer.js

theme: /CatchAll

    state: AskAgain?
        script: catchAllAnswer("AskAgain?");
