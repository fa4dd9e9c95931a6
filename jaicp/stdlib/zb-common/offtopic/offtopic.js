/** The text of a state: the bot's own, or the one that comes with these files. */
function oldOfftopicText(name) {
    var special = typeof specialOfftopic === "undefined" ? {} : specialOfftopic;
    var entry = special[name] || commonOfftopic[name];
    return Array.isArray(entry) ? entry[$reactions.random(entry.length)] : entry;
}

/** Says the text of a state. */
function oldOfftopicAnswer(name) {
    $reactions.answer(oldOfftopicText(name));
}
