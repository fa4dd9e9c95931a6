/** The texts of a turn's replies, joined. */
function catchAllSaid(replies) {
    return (replies || [])
        .filter(function(reply) { return reply.type === "text"; })
        .map(function(reply) { return reply.text; })
        .join("\n");
}

/** After every turn: says something else where the bot would repeat itself word for word. */
function catchAllCheckSameAnswer(context) {
    var memory = catchAllMemory();
    var said = catchAllSaid(context.response.replies);
    var own = context.temp.catchAllCaught || (context.currentState || "").indexOf("/Switch") === 0;
    if (!own && said && said === memory.lastAnswer && context.request.requestType === "query") {
        context.temp.catchAllCaught = true;
        context.response.replies = [];
        memory.lastAnswer = "";
        $reactions.transition("/CatchAll/SameAnswer");
    } else if (!context.temp.catchAllCaught) {
        memory.lastAnswer = said;
    }
}
