// Services of the platform that are not there yet: calling one says so by its name. A table and not a proxy,
// so that a misspelt method is still the usual TypeError.

const UNAVAILABLE = {
  $reactions: "pay",
  $nlp: "checkMyVocabulary",
  $caila: "cdqaQuery cdqaQueryWithToken addClientEntityRecords getClientEntityRecords setClientEntityRecords " +
    "setClientEntityRecord deleteClientEntityRecords setClientNerId clearClientNerId",
  $pushgate: "createPushback",
  $storage: "getTempDir clear",
};
const REASONS = {
  __proto__: null,
  $storage: ": scripts have no files here",
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
