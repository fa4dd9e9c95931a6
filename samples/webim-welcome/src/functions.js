// What a new conversation starts with. Called where Webim opens a chat and nothing has been said yet.
function createNewSession(request) {
    $jsapi.startSession();
    $session.chatId = request.data.chatId;
    $session.questions = 0;
}

// The address without its protocol, as one would read it aloud.
function pageName(address) {
    return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
