/** The text of a state of catchAll or switch: the bot's own, or the one that comes with these files. */
function catchAllText(name) {
    var special = typeof specialSwitch === "undefined" ? {} : specialSwitch;
    var entry = special[name] || zwitch[name];
    return Array.isArray(entry) ? entry[$reactions.random(entry.length)] : entry;
}

/** Says the text of a state, with `values` for the names in braces. */
function catchAllAnswer(name, values) {
    var text = catchAllText(name);
    Object.keys(values || {}).forEach(function(key) {
        text = text.split("{" + key + "}").join(values[key]);
    });
    $reactions.answer(text);
}

/** Says the text that names the topics of the bot where it has any. */
function catchAllAnswerWithTopics(name) {
    var topics = catchAll.topics;
    if (topics && topics.length) {
        catchAllAnswer(name + "WithTopics", {topics: Array.isArray(topics) ? topics.join(", ") : topics});
    } else {
        catchAllAnswer(name);
    }
}
