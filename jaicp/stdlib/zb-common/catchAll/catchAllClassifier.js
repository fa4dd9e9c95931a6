var CATCH_ALL_VOWEL = /[аеёиоуыэюяaeiouy]/i;

/** What is kept of the dialogue: how many phrases in a row were not understood. */
function catchAllMemory() {
    var session = $jsapi.context().session;
    session.catchAll = session.catchAll || {repetition: 0};
    return session.catchAll;
}

/** The text in the other keyboard layout if a state of the bot listens to that: {text, state}, or null. */
function catchAllOtherLayout(query) {
    var text = $nlp.fixKeyboardLayout(query);
    if (!text || text === query) {
        return null;
    }
    var found = $nlp.match(text, "/");
    var state = found && found.targetState;
    return state && state.indexOf("/CatchAll") !== 0 ? {text: text, state: state} : null;
}

/** Whether a word is in the dictionary, or at least has a vowel among not too many consonants. */
function catchAllIsWord(word) {
    if (!/^[а-яё-]+$/i.test(word)) {
        return /^[a-z]{2,}$/i.test(word) ? CATCH_ALL_VOWEL.test(word) : !/\d/.test(word) || /^\d+$/.test(word);
    }
    return word.split("-").every(function(part) {
        return !part || $nlp.checkVocabulary(part);
    });
}

/** Whether most words of a text are none. */
function catchAllIsNonsense(query) {
    var words = query.toLowerCase().match(/[а-яёa-z0-9-]+/g) || [];
    var known = words.filter(catchAllIsWord).length;
    return known * 2 < words.length || !/[а-яёa-z]/i.test(query);
}

/** "positive", "negative" or "neutral". */
function catchAllEmotion(query) {
    var found = $nlp.match(query, "/CatchAll/EmotionClassifier");
    var state = found && found.targetState || "";
    if (state === "/CatchAll/EmotionClassifier/Positive") {
        return "positive";
    }
    return state === "/CatchAll/EmotionClassifier/Negative" ? "negative" : "neutral";
}

/** The name of the state, below /CatchAll, for a phrase that no state listens to. */
function catchAllClassify(query) {
    var memory = catchAllMemory();
    memory.transliteration = catchAllOtherLayout(query);
    if (memory.transliteration) {
        return "Transliteration";
    }
    if (catchAllEmotion(query) === "negative") {
        return "NegativeEmotion";
    }
    return catchAllIsNonsense(query) ? "Nonsense" : "SeemsMeaningful";
}

/** After every turn: a phrase that was understood ends the row of those that were not. */
function catchAllForget(context) {
    if (!context.temp.catchAllCaught) {
        catchAllMemory().repetition = 0;
    }
}
