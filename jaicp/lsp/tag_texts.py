"""What tags, their parameters and the variables of scripts are for, in a sentence or two, for hovers and lists."""

from __future__ import annotations

__all__ = ["EVENT_TEXTS", "PARAMETER_TEXTS", "TAG_TEXTS", "VARIABLE_TEXTS"]

_Q = "A pattern: the state is entered when the client's text matches it."
_GLOBAL = (
    " With `!` it listens wherever the dialogue stands, else only in the state above this one."
)

TAG_TEXTS = {
    "theme": "A group of states. Its name begins with a slash and their paths with its name; `/` is the root.",
    "state": "A place where a dialogue can stand, with what leads into it and what it does.",
    "require": "Takes in another file: scripts, JavaScript, dictionaries, data. Required files are read first.",
    "patterns": "Named patterns, `$Name = …`, which patterns anywhere in the bot may use.",
    "init": "JavaScript that runs once, when the bot is loaded.",
    "q": _Q + _GLOBAL,
    "e": "An example phrase: the state is entered when the text resembles it." + _GLOBAL,
    "eg": "A group of example phrases from a file, by its path." + _GLOBAL,
    "event": "The state is entered when this event happens, such as `noMatch` or one of a channel."
    + _GLOBAL,
    "intent": "The state is entered when the text is recognised as this intent." + _GLOBAL,
    "intentGroup": "The state is entered for any intent below this path." + _GLOBAL,
    "a": "A text that is said. `{{ }}` in it is JavaScript whose value is put there.",
    "image": "Sends a picture by its address.",
    "audio": "Sends a sound by its address.",
    "video": "Sends a video by its address.",
    "go!": "Goes to another state at once and does what stands there.",
    "go": "Moves the dialogue to another state, where the next message is awaited; nothing is done there now.",
    "timeout": "Goes to a state when the client has said nothing for a while.",
    "buttons": "Buttons below the reply, one a line: a text, perhaps with `-> /State`, or an object.",
    "inlineButtons": "Buttons inside of the reply, for channels that have them.",
    "random": "One of the tags below is chosen by chance.",
    "if": "The tags below are run if the expression is true.",
    "elseif": "The tags below are run if no branch above was and this expression is true.",
    "else": "The tags below are run if no branch above was.",
    "script": "JavaScript that runs when the state is entered.",
    "scriptEs6": "Modern JavaScript that runs when the state is entered; `await` works.",
    "newSession": "Begins a new session; the platform calls this tag outdated.",
}
"""By the name of a tag, without the `!` of triggers."""

PARAMETER_TEXTS = {
    "fromState": "the trigger listens in this state instead",
    "toState": "the trigger leads to this state instead",
    "onlyThisState": "`true`: it listens in the very state only, and not in states below",
    "modal": "`true`: nothing outside of it is listened to while the dialogue stands in it",
    "noContext": "`true`: the dialogue stays where it was when the state is entered",
    "sessionResult": "what analytics note as the result of the session",
    "sessionResultColor": "the colour of that result",
    "interval": "seconds of silence, or words such as `1h 5 min`",
    "html": "the text for channels that show HTML",
    "htmlEnabled": "`true`: the text is HTML",
    "tts": "the text for channels that speak",
    "ttsEnabled": "`true`: the text is spoken too",
    "markdown": "the text for channels that show Markdown",
    "auto_listening": "whether the microphone is on behind the reply",
    "converter": "a function that makes a value of what was matched",
    "name": "a name",
    "text": "a text beside it",
    "caption": "a text below it",
    "hash": "the hash of the file",
}

EVENT_TEXTS = {
    "noMatch": "nothing else fits the text of the client",
    "match": "a pattern, intent or example fits; for handlers of the whole bot",
    "newChatStarted": "a chat begins",
    "livechatFinished": "the operator has ended the talk",
    "noLivechatOperatorsOnline": "no operator is there to take over",
    "fileEvent": "the client has sent a file",
    "imageEvent": "the client has sent a picture",
    "timeout": "a timeout that was set has run out",
    "lengthLimit": "the text of the client is too long",
    "hangup": "the client has ended the call",
    "speechNotRecognized": "what was said could not be recognised",
}

VARIABLE_TEXTS = {
    "$session": "what is kept for this dialogue; yours to fill",
    "$client": "what is kept of this person across dialogues; yours to fill",
    "$temp": "what is kept until the end of this turn; yours to fill",
    "$request": "what has come in: `query`, `event`, `data`, `channelType`, …",
    "$response": "what goes out; `replies` is always there to push to",
    "$parseTree": "what the pattern has matched, by named parts",
    "$context": "all variables without their `$`, and `currentState`, `contextPath`, `intent`, `nluResults`, …",
    "$rawRequest": "the request as the channel has sent it",
    "$injector": "`injector` of chatbot.yaml",
    "$entities": "the entities found in the text",
    "$reactions": "replies and transitions",
    "$jsapi": "the session, the clock, handlers and other things of the platform",
    "$http": "requests to other servers",
    "$nlp": "words: forms, numbers, dictionary, matching",
    "$caila": "forms of words, and what else is built of the NLU service",
    "$mail": "letters",
    "$analytics": "labels and results for analytics; kept with the turn",
    "$pushgate": "events for later",
    "$gpt": "a language model, if whoever runs the bot has named one",
    "$conversationApi": "replies beside those of the turn",
    "$integration": "spreadsheets",
    "$dialer": "phone calls; nothing happens here",
    "$env": "settings of whoever runs the bot: `get(name, default)`",
    "$secrets": "secrets of whoever runs the bot: `get(name, default)`",
    "$global": "the global object",
    "$converters": "the converters of the standard module",
    "$": "the same as `$context`",
    "_": "Underscore",
    "moment": "Moment.js",
}
