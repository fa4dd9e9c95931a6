// Services whose methods the host answers as they are: `$service.method(args)` becomes one call.

const FORWARDED = {
  __proto__: null,
  $jsapi: "dateForZone timeForZone parseXml getStates version",
  $nlp: "inflect conform parseMorph tokenize checkVocabulary fixKeyboardLayout matchNBest matchExamples",
  $caila: "inflect inflectWithToken inflectWithDictVersion conform conformWithToken entitiesLookup " +
    "entitiesLookupWithToken getEntity getEntityWithToken simpleInference simpleInferenceWithToken inference " +
    "inferenceWithToken markup markupWithToken detectLanguage detectLanguageWithToken checkVocabulary " +
    "addClientEntityRecords getClientEntityRecords setClientEntityRecords setClientEntityRecord " +
    "deleteClientEntityRecords",
  $analytics: "setSessionResult setSessionData setMessageLabel setScenarioAction joinExperiment setNps " +
    "setComment setSessionLabel setTextCampaignResult setAutomationStatus setSessionTopic",
  $pushgate: "createEvent cancelEvent",
  $mail: "send sendMessage config debug",
};
const SHEETS = "readDataFromCells writeDataToCells writeDataToLine deleteRowOrColumn clearCellData";

// The arguments up to the last that is defined: `undefined` and `null` at the end say the same to the host.
function givenArguments(args) {
  let count = args.length;
  while (count > 0 && args[count - 1] === undefined) count -= 1;
  const kept = [];
  for (let i = 0; i < count; i += 1) append(kept, args[i]);
  return kept;
}

// The service of that name, made where there is none yet; `$name` or `$name.part`.
function serviceNamed(name) {
  if (!hasOwn(globalObject, name)) defineGlobal(name, {});
  return globalObject[name];
}

function forwarded(service, method) {
  return function (...args) { return host(service, method, givenArguments(args)); };
}

// Put forwarding methods on an object; `prefix` stands before their names when the host is called.
function forward(owner, service, prefix, methods) {
  const names = split(methods, " ");
  for (let i = 0; i < names.length; i += 1) {
    defineProperty(owner, names[i], field(forwarded(service, prefix + names[i]), true));
  }
}

{
  const names = keys(FORWARDED);
  for (let i = 0; i < names.length; i += 1) {
    forward(serviceNamed(names[i]), slice(names[i], 1), "", FORWARDED[names[i]]);
  }
  const googleSheets = {};
  forward(googleSheets, "integration", "googleSheets.", SHEETS);
  defineGlobal("$integration", { googleSheets });
}

// Whose records of entities count from now on: those under that id, kept in `$client`, or the person's own.
defineProperty(serviceNamed("$caila"), "setClientNerId", field((id) => {
  const name = toString(id);
  host("caila", "setClientNerId", [name]);
  globalObject.$client.nerClientId = name;
}, true));
defineProperty(serviceNamed("$caila"), "clearClientNerId", field(() => {
  delete globalObject.$client.nerClientId;
  host("caila", "clearClientNerId", []);
}, true));

const jsapi = serviceNamed("$jsapi");

// The texts that the bot has said in this turn: the host does not know them yet.
function textsSaid() {
  const texts = [];
  const replies = replyList();
  for (let i = 0; i < replies.length; i += 1) {
    if (isObject(replies[i]) && replies[i].type === "text") append(texts, show(replies[i].text));
  }
  return texts;
}
jsapi.chatHistory = () => host("jsapi", "chatHistory", [textsSaid()]);
jsapi.chatHistoryJson = () => host("jsapi", "chatHistoryJson", [textsSaid()]);
jsapi.chatHistoryInLlmFormat = () => host("jsapi", "chatHistoryInLlmFormat", [textsSaid()]);

jsapi.cailaService = { getCurrentClassifierToken: () => "" };
jsapi.levenshtein = { distance: (a, b) => editDistance(toString(a), toString(b)) };

// The answer is there at once; the newer runtime's scripts await it, or ask it for `then`.
defineGlobal("$gpt", {
  createChatCompletion: (...args) => {
    const answer = host("gpt", "createChatCompletion", givenArguments(args));
    const promised = () => PromiseType.resolve(withFieldsOf({}, answer));
    defineProperty(answer, "then", field((done, failed) => promised().then(done, failed), false));
    defineProperty(answer, "catch", field((failed) => promised().catch(failed), false));
    return answer;
  },
});

// Letters to insert, remove or replace to make one text of the other.
function editDistance(a, b) {
  let row = [];
  for (let j = 0; j <= b.length; j += 1) append(row, j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const shifted = (row[j] < next[j - 1] ? row[j] : next[j - 1]) + 1;
      append(next, replaced < shifted ? replaced : shifted);
    }
    row = next;
  }
  return row[b.length];
}

// A match whose converters are run here, one after the other, since the host cannot call scripts.
function understood(method, args) {
  const values = [];
  let answer = host("nlp", method, givenArguments(args));
  while (answer !== null && hasOwn(answer, "ticket")) {
    const value = runConverter(answer.block, answer.node);
    append(values, value === undefined ? [] : [value]);
    answer = host("nlp", "converted", [answer.ticket, values]);
  }
  return answer === null ? null : answer.result;
}
const nlp = serviceNamed("$nlp");
nlp.match = (...args) => understood("match", args);
nlp.matchPatterns = (...args) => understood("matchPatterns", args);

// What the one who runs the bot says of all operators; nobody here can ask about a group of them.
defineGlobal("hasOperatorsOnline", () => host("jsapi", "hasOperatorsOnline", []));
defineGlobal("parseXml", (text) => host("jsapi", "parseXml", [text]));
defineGlobal("parseXML", globalObject.parseXml);
defineGlobal("print", (...values) => { loggedAll(values); });
serviceNamed("$reactions").setClientTimezone = (zone) => { host("jsapi", "setClientTimezone", [zone]); };

// The answers of a knowledge base; without a path those of the intent that the turn has met.
function answersOf(path) {
  const intent = read(slots.intent);
  return host("faq", "getReplies", [path, isObject(intent) ? intent.path : undefined]);
}
function pushReplies(replies) {
  for (let i = 0; i < replies.length; i += 1) addReply(withFieldsOf({}, replies[i]));
}
defineGlobal("$faq", {
  getReplies: (path) => answersOf(path),
  pushReplies: (path) => { pushReplies(answersOf(path)); },
});
serviceNamed("$reactions").pushReply = (reply) => {
  if (!isObject(reply)) throw new TypeErrorType("$reactions.pushReply takes a reply");
  pushReplies([reply]);
};

// The turn ends at once; the host goes on with the message in a session of its own.
function newSession(options) {
  host("reactions", "newSession", [options]);
  stopped = true;
  throw STOP;
}
serviceNamed("$reactions").newSession = newSession;
jsapi.newSession = newSession;

// Paths of the themes, which vendor code looks up in the global object.
defineLazy("themes", () => host("jsapi", "themes", []));

// Replies that the platform sends before the turn ends; here they go with the others, in order.
defineGlobal("$conversationApi", {
  sendTextToClient: (text) => { addReply({ type: "text", text: show(text) }); },
  sendRepliesToClient: (replies) => {
    const list = isArray(replies) ? replies : [replies];
    for (let i = 0; i < list.length; i += 1) {
      if (!isObject(list[i])) throw new TypeErrorType("$conversationApi.sendRepliesToClient takes a list of replies");
      addReply(withFieldsOf({}, list[i]));
    }
  },
});
