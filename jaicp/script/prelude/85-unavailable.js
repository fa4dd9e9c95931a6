// Services of the platform that are not there yet: calling one says so by its name. A table and not a proxy,
// so that a misspelt method is still the usual TypeError.

const UNAVAILABLE = {
  $reactions: "pay",
  $nlp: "checkMyVocabulary",
  $caila: "cdqaQuery cdqaQueryWithToken",
  $pushgate: "createPushback",
  $storage: "getTempDir clear",
};
const REASONS = {
  __proto__: null,
  $reactions: ": payments belong to Sber's assistants",
  $nlp: ": it asks a dictionary of Sber's; $nlp.checkVocabulary asks the one that is here",
  $caila: ": it asks a model of the platform's cloud; $gpt asks one of your own",
  $pushgate: ": $pushgate.createEvent comes back to the chat by itself",
  $storage: ": scripts have no files here; what is to be kept belongs into $session or $client",
};

function unavailable(name, reason) {
  return function () { throw new ErrorType(name + " is not available yet" + reason); };
}

function addUnavailable(service, methods) {
  const owner = serviceNamed(service);
  const reason = REASONS[service] === undefined ? "" : REASONS[service];
  const names = split(methods, " ");
  for (let i = 0; i < names.length; i += 1) {
    defineProperty(owner, names[i], field(unavailable(service + "." + names[i], reason), true));
  }
}

{
  const services = keys(UNAVAILABLE);
  for (let i = 0; i < services.length; i += 1) addUnavailable(services[i], UNAVAILABLE[services[i]]);
}
