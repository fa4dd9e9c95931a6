// Services of the platform that are not there yet: calling one says so by its name. A table and not a proxy,
// so that a misspelt method is still the usual TypeError.

const UNAVAILABLE = {
  $reactions: "pay",
  $nlp: "checkMyVocabulary",
  $caila: "inflectWithToken inflectWithDictVersion conformWithToken entitiesLookup " +
    "entitiesLookupWithToken getEntity getEntityWithToken simpleInference simpleInferenceWithToken inference " +
    "inferenceWithToken markup markupWithToken detectLanguage detectLanguageWithToken checkVocabulary cdqaQuery " +
    "addClientEntityRecords getClientEntityRecords setClientEntityRecords setClientEntityRecord " +
    "deleteClientEntityRecords setClientNerId clearClientNerId",
  $pushgate: "createPushback",
  $faq: "pushReplies getReplies",
  $storage: "getTempDir clear",
};

function unavailable(name) {
  return function () { throw new ErrorType(name + " is not available yet"); };
}

function addUnavailable(service, methods) {
  const owner = serviceNamed(service);
  const names = split(methods, " ");
  for (let i = 0; i < names.length; i += 1) {
    defineProperty(owner, names[i], field(unavailable(service + "." + names[i]), true));
  }
}

{
  const services = keys(UNAVAILABLE);
  for (let i = 0; i < services.length; i += 1) addUnavailable(services[i], UNAVAILABLE[services[i]]);
}
