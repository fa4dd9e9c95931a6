/** A setting of `injector.offtopic`, or the given value where the bot has none. */
function offtopicSetting(name, otherwise) {
    var settings = $injector.offtopic || {};
    return settings[name] || otherwise;
}

/** How the bot speaks to the visitor: "formal" or "informal". */
function offtopType() {
    return $jsapi.context().session.offtopicType || offtopicSetting("type", "formal");
}

/** The bot's grammatical gender: "male" or "female". */
function offtopGender() {
    return $jsapi.context().session.offtopicGender || offtopicSetting("gender", "male");
}

/** The answers by the name of the state, the bot's own first; its files may be loaded later than these. */
function offtopicAnswers() {
    return _.extend({}, newCommonOfftopic, typeof specialOfftopic === "undefined" ? {} : specialOfftopic);
}

/** What follows the answer of a state: the bot's own rule, or the one that comes with these files. */
function offtopicRule(state) {
    var custom = typeof customFallbackLogic === "undefined" ? {} : customFallbackLogic;
    var rules = _.extend({}, defaultFallbackLogic, custom);
    return rules[state] || rules["default"] || {};
}

/**
 * The text of one entry: a string, a list to choose from, or an object with the keys
 * formal/informal and male/female, within one another in any order.
 */
function offtopicText(entry) {
    if (Array.isArray(entry)) {
        return offtopicText(entry[$reactions.random(entry.length)]);
    }
    if (entry && typeof entry === "object") {
        var type = offtopType();
        var gender = offtopGender();
        return offtopicText(entry[type] || entry[gender] || entry[Object.keys(entry)[0]]);
    }
    var company = offtopicSetting("company");
    return String(entry)
        .split("{botname}").join(offtopicSetting("botname", "виртуальный помощник"))
        .split("{company}").join(company ? "компании " + company : "этой компании");
}

/** Answers with the text of the state of this name. */
function offtopicReaction(state) {
    $jsapi.context().temp.offtopicState = state;
    var entry = offtopicAnswers()[state];
    if (state === "Who" && entry && typeof entry === "object") {
        entry = entry[$jsapi.context().parseTree.value] || entry.isTheMan;
    }
    if (entry !== undefined) {
        $reactions.answer(offtopicText(entry));
    }
}

/** Remembers where the dialogue stood before small talk; runs after every turn. */
function offtopicRemember(context) {
    var path = context.session.contextPath || context.contextPath || "/";
    if (path.indexOf("/NewOfftopic") !== 0) {
        context.session.offtopicLastState = context.currentState || path;
        context.session.offtopicLastContext = path;
    }
}

/** The state that a rule's `transition` leads to. */
function offtopicTarget(transition, session) {
    if (transition.lastAnswerState) {
        return session.offtopicLastState || "/";
    }
    return transition.lastState ? session.offtopicLastContext || "/" : transition.state;
}

/**
 * What follows an answer, by the rules of `fallbackLogic.yaml` and `customFallbackLogic`: a call
 * back to the subject, an offer of help, another context or a transition.
 */
function offtopFallbackLogic(context) {
    var rule = offtopicRule(context.temp.offtopicState);
    if (!context.temp.offtopicState || rule.doNothing) {
        return;
    }
    if (rule.addOfftopicFallback) {
        $reactions.answer(offtopicText(offtopicAnswers().Fallback));
    }
    if (rule.addHowCanIHelpYou) {
        $reactions.answer(offtopicText(offtopicAnswers().HowCanIHelpYou));
    }
    if (rule.changeContextPathTo) {
        context.session.contextPath = rule.changeContextPathTo;
    }
    if (rule.transition) {
        var target = offtopicTarget(rule.transition, context.session);
        if (rule.transition.deferred) {
            context.session.contextPath = target;
        } else {
            $reactions.transition(target);
        }
    }
}
