// Services of the platform that are not there yet: calling one says so by its name. A table and not a proxy,
// so that a misspelt method is still the usual TypeError.

const UNAVAILABLE = {
  $reactions: "newSession setClientTimezone pay",
  $jsapi: "newSession dateForZone timeForZone chatHistory chatHistoryJson chatHistoryInLlmFormat parseXml " +
    "getStates version cailaService.getCurrentClassifierToken levenshtein.distance",
  $http: "query get post put delete config check checkUrls",
  $nlp: "inflect conform matchPatterns match matchNBest matchExamples parseMorph tokenize checkVocabulary " +
    "checkMyVocabulary fixKeyboardLayout",
  $caila: "inflect inflectWithToken inflectWithDictVersion conform conformWithToken entitiesLookup " +
    "entitiesLookupWithToken getEntity getEntityWithToken simpleInference simpleInferenceWithToken inference " +
    "inferenceWithToken markup markupWithToken detectLanguage detectLanguageWithToken checkVocabulary cdqaQuery " +
    "addClientEntityRecords getClientEntityRecords setClientEntityRecords setClientEntityRecord " +
    "deleteClientEntityRecords setClientNerId clearClientNerId",
  $analytics: "setSessionResult setSessionData setMessageLabel setScenarioAction joinExperiment setNps " +
    "setComment setSessionLabel setTextCampaignResult",
  $pushgate: "createEvent cancelEvent createPushback",
  $mail: "send sendMessage config debug",
  $integration: "googleSheets.readDataFromCells googleSheets.writeDataToCells googleSheets.writeDataToLine " +
    "googleSheets.deleteRowOrColumn googleSheets.clearCellData",
  $conversationApi: "sendTextToClient sendRepliesToClient",
  $gpt: "createChatCompletion",
  $faq: "pushReplies getReplies",
  $storage: "getTempDir clear",
  $dialer: "hangUp setCallResult redial getCaller getPayload reportData getTransferStatus setNoInputTimeout " +
    "isBargeInInterrupted getAbonentTimezone getCallRecordingFullUrl",
};
const UNAVAILABLE_FUNCTIONS = "hasOperatorsOnline parseXml";

function unavailable(name) {
  return function () { throw new ErrorType(name + " is not available yet"); };
}

function addUnavailable(service, methods) {
  const existing = hasOwn(globalObject, service) ? globalObject[service] : {};
  const names = split(methods, " ");
  for (let i = 0; i < names.length; i += 1) {
    const steps = split(names[i], ".");
    let owner = existing;
    if (steps.length > 1) {
      if (!hasOwn(owner, steps[0])) defineProperty(owner, steps[0], field({}, true));
      owner = owner[steps[0]];
    }
    const method = steps[steps.length - 1];
    if (!hasOwn(owner, method)) defineProperty(owner, method, field(unavailable(service + "." + names[i]), true));
  }
  defineGlobal(service, existing);
}

{
  const services = keys(UNAVAILABLE);
  for (let i = 0; i < services.length; i += 1) addUnavailable(services[i], UNAVAILABLE[services[i]]);
  const functions = split(UNAVAILABLE_FUNCTIONS, " ");
  for (let i = 0; i < functions.length; i += 1) defineGlobal(functions[i], unavailable(functions[i]));
}
