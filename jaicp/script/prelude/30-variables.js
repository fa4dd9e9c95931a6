// The built-in variables. Each waits as JSON text at the host and is parsed when a script first looks at it;
// what was never looked at costs nothing and cannot have changed.

const VARIABLES = ["session", "client", "request", "response", "temp", "parseTree", "injector", "entities"];
const CONTEXT_FIELDS = ["currentState", "contextPath", "contextHistory", "testContext", "intent", "nluResults",
  "nBest", "nBestPatterns", "nBestExamples", "nBestIntents", "exception", "logInfo"];

const slots = { __proto__: null };
const slotList = [];
let sessionControl = "";

function addSlot(name) {
  const slot = { __proto__: null, name, live: false, text: undefined, value: undefined };
  slots[name] = slot;
  append(slotList, slot);
}

for (let i = 0; i < VARIABLES.length; i += 1) addSlot(VARIABLES[i]);
for (let i = 0; i < CONTEXT_FIELDS.length; i += 1) addSlot(CONTEXT_FIELDS[i]);

function read(slot) {
  if (slot.live) return slot.value;
  const text = pull(slot.name);
  slot.live = true;
  slot.text = text;
  slot.value = text === "" ? undefined : parse(text);
  if (slot.name === "response") keepReplies(slot.value);
  return slot.value;
}

function write(slot, value) {
  if (!slot.live) pull("=" + slot.name);
  slot.live = true;
  slot.text = undefined;
  slot.value = value;
  if (slot.name === "response") keepReplies(value);
}

function forget(slot) {
  slot.live = false;
  slot.text = undefined;
  slot.value = undefined;
}

// Scripts push into `$response.replies` without looking whether it is there.
function keepReplies(response) {
  if (!isObject(response) || hasOwn(response, "replies")) return;
  defineProperty(response, "replies", field([], true));
}

// `$temp`, made anew where a script has set it to something that holds no fields.
function tempObject() {
  if (!isObject(read(slots.temp))) write(slots.temp, {});
  return slots.temp.value;
}

function responseObject() {
  if (!isObject(read(slots.response))) write(slots.response, {});
  return slots.response.value;
}

const contextObject = {};
for (let i = 0; i < slotList.length; i += 1) {
  const slot = slotList[i];
  defineProperty(contextObject, slot.name, accessor(() => read(slot), (value) => { write(slot, value); }, true));
}
const contextKeys = getOwnPropertyNames(contextObject);
let currentContext = contextObject;

// Take away what a turn has put on `$context` besides the known fields.
function cleanContext() {
  currentContext = contextObject;
  const names = getOwnPropertyNames(contextObject);
  if (names.length === contextKeys.length) return;
  for (let i = 0; i < names.length; i += 1) {
    if (slots[names[i]] === undefined) deleteProperty(contextObject, names[i]);
  }
}

// Names that are not data: neither kept nor restored between turns.
const accessorNames = { __proto__: null };
const variables = [];

function defineVariable(name, get, set) {
  const descriptor = accessor(get, set, false);
  accessorNames[name] = true;
  append(variables, { __proto__: null, name, descriptor });
  defineProperty(globalObject, name, descriptor);
}

for (let i = 0; i < VARIABLES.length; i += 1) {
  const slot = slots[VARIABLES[i]];
  defineVariable("$" + slot.name, () => read(slot), (value) => { write(slot, value); });
}
defineVariable("$context", () => currentContext, (value) => { currentContext = value; });
defineVariable("$rawRequest", () => {
  const request = read(slots.request);
  return isObject(request) ? request.rawRequest : undefined;
}, (value) => {
  const request = read(slots.request);
  if (isObject(request)) request.rawRequest = value;
});

// `$`: the context. Vendor code replaces it by an object whose `__noSuchProperty__` makes up missing fields,
// which only one older engine calls by itself.
let dollar;
let loadedDollar;

function answeringMissing(target) {
  return new ProxyType(target, {
    __proto__: null,
    get: (object, key) => {
      if (key in object || typeof key !== "string") return object[key];
      return apply(object.__noSuchProperty__, object, [key]);
    },
  });
}

defineVariable("$", () => (dollar === undefined ? currentContext : dollar), (value) => {
  const isMaker = isObject(value) && typeof peek(value, "__noSuchProperty__") === "function";
  dollar = isMaker ? answeringMissing(value) : value;
});

defineGlobal("$global", globalObject);
defineGlobal("global", globalObject);
defineGlobal("$converters", {});
