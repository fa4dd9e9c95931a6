// The one way in. `__jaicp(token + request)` runs one operation and gives its result as JSON text: `{"v": …}` or
// `{"e": …}`, with what else happened beside it. Scripts see the function but do not know the token.

const blocks = [];
let usesPromises = false;
let isTidy = false;
let loadedNames = { __proto__: null };
let loadedCount = 0;
const watchedNames = [];
const watchedValues = [];

// What bots in the modern runtime have besides: how a promise is waited for, and what is dropped with a turn.
let waitFor;
let dropTimers;

// Promise jobs left over by a script run while the bridge waits, at most so many rounds of them.
const IDLE_ROUNDS = 32;

function defineBlock(number, kind, body, problem) {
  defineProperty(blocks, number, field({ __proto__: null, kind, body, problem }, true));
}

function runBlock(number) {
  const block = blocks[number];
  if (block.problem !== undefined) throw new SyntaxErrorType(block.problem);
  return apply(block.body, undefined, []);
}

function runConverter(number, node) {
  const converter = runBlock(number);
  if (typeof converter !== "function") throw new TypeErrorType("the converter is not a function");
  return apply(converter, undefined, [node, currentContext]);
}

// Remember all globals as loading has left them.
function seal(watchful) {
  deleteProperty(globalObject, "__jaicpLexical");
  sealIsolation(watchful.assigned);
  if (sealModules !== undefined) sealModules(watchful.assigned);
  const names = getOwnPropertyNames(globalObject);
  loadedCount = names.length;
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    loadedNames[name] = true;
    const found = getOwnPropertyDescriptor(globalObject, name);
    if (accessorNames[name] || !hasOwn(found, "value") || !found.writable) continue;
    append(watchedNames, name);
    append(watchedValues, found.value);
  }
  loadedHandlers = copied(handlers);
  loadedDollar = dollar;
  keepLazyGlobals();
  guardAlways(watchful.natives, watchful.shapes);
  mustRenew = false;
  forgetTurn();
}

// Put the globals back: values that were replaced return, names that are new go.
function restoreGlobals() {
  for (let i = 0; i < watchedNames.length; i += 1) {
    if (globalObject[watchedNames[i]] !== watchedValues[i]) restore(watchedNames[i], watchedValues[i]);
  }
  const names = getOwnPropertyNames(globalObject);
  if (names.length === loadedCount) return;
  for (let i = 0; i < names.length; i += 1) {
    if (loadedNames[names[i]] !== true) deleteProperty(globalObject, names[i]);
  }
  for (let i = 0; i < variables.length; i += 1) {
    const { name, descriptor } = variables[i];
    if (!hasOwn(globalObject, name)) defineProperty(globalObject, name, descriptor);
  }
}

function restore(name, value) {
  const now = getOwnPropertyDescriptor(globalObject, name);
  if (now === undefined || !hasOwn(now, "value")) {
    defineProperty(globalObject, name, field(value, true));
  } else if (now.value === now.value || value === value) {
    defineProperty(globalObject, name, { __proto__: null, value });
  }
}

// Leave nothing of the turn before (or of loading).
function forgetTurn() {
  for (let i = 0; i < slotList.length; i += 1) forget(slotList[i]);
  cleanContext();
  if (handlersChanged) handlers = copied(loadedHandlers);
  handlersChanged = false;
  dollar = loadedDollar;
  restoreLazyGlobals();
  if (dropTimers !== undefined) dropTimers();
  sessionControl = "";
  givenNumbers = 0;
}

// What is kept of a turn: `{"values": {…}}` with those of `names` that a script has touched and changed, or
// `{"problems": [[name, description], …]}` where some cannot be kept.
function keptValues(names) {
  let values = "";
  let problems = "";
  for (let i = 0; i < names.length; i += 1) {
    const slot = slots[names[i]];
    if (!slot.live) continue;
    try {
      const now = storedText(slot);
      if (now !== slot.text) values += (values === "" ? "" : ",") + stringify(slot.name) + ":" + now;
    } catch (error) {
      problems += (problems === "" ? "" : ",") + "[" + stringify(slot.name) + "," + describe(error) + "]";
    }
  }
  return problems === "" ? '{"values":{' + values + "}}" : '{"problems":[' + problems + "]}";
}

function storedText(slot) {
  const isRoot = slot.name === "session" || slot.name === "client" || slot.name === "response";
  if (isRoot && (slot.value === undefined || slot.value === null)) return "{}";
  const text = plainText(slot.value);
  if (isRoot && (text === undefined || text[0] !== "{")) throw new TypeErrorType("it is not an object");
  return text === undefined ? "null" : text;
}

function valueText(value) {
  const text = plainText(value);
  return text === undefined ? "null" : text;
}

function runHandler(number) {
  return apply(handlers[number].handler, undefined, [currentContext]);
}

const operations = {
  __proto__: null,
  block: (number) => {
    runBlock(number);
    return "null";
  },
  value: (number) => valueText(runBlock(number)),
  test: (number) => (runBlock(number) ? "true" : "false"),
  text: (number) => stringify(joined(runBlock(number))),
  fill: (text) => stringify(fill(text, undefined)),
  convert: (args) => valueText(runConverter(args[0], args[1])),
  handler: (number) => valueText(runHandler(number)),
  read: (name) => valueText(read(slots[name])),
  close: keptValues,
  seal: (watchful) => {
    usesPromises = watchful.promises;
    seal(watchful);
    return handlersText();
  },
  tidy: () => {
    isTidy = true;
    return "null";
  },
  awaitNames: (names) => {
    awaitNames(names);
    return "null";
  },
  blocksDone: (names) => {
    natives = names;
    deleteProperty(globalObject, "__jaicpBlock");
    deleteProperty(globalObject, "__jaicpModule");
    return "null";
  },
};

// What happened besides the result: a move asked for, a stop, a session begun or ended, handlers bound.
function happenings() {
  let text = "";
  const temp = slots.temp.live ? slots.temp.value : undefined;
  if (isObject(temp)) {
    const move = peek(temp, "transition");
    if (isObject(move) && typeof move.state === "string") {
      text += ',"transition":{"state":' + stringify(move.state) + ',"deferred":' + (move.deferred === true) + "}";
    }
    const target = peek(temp, "targetState");
    if (typeof target === "string") text += ',"target":' + stringify(target);
  }
  if (stopped) text += ',"stopped":true';
  if (sessionControl !== "") text += ',"session":' + stringify(sessionControl);
  if (handlersChanged) text += ',"handlers":' + handlersText();
  return text;
}

function failure(error) {
  if (error === STOP) return '{"v":null' + happenings() + "}";
  return '{"e":' + describe(error) + happenings() + "}";
}

// Bring the world up to date: a new turn, variables set by the host, replies added by it. False where the turn before
// has left something behind that cannot be put back.
function update(isNew, changed, replies, move) {
  if (isNew && !isTidy) {
    restoreGlobals();
    if (!restoreObjects()) return false;
    forgetTurn();
  }
  isTidy = false;
  for (let i = 0; i < changed.length; i += 1) forget(slots[changed[i]]);
  for (let i = 0; i < replies.length; i += 1) append(replyList(), replies[i]);
  if (move && isObject(slots.temp.value)) deleteProperty(slots.temp.value, "transition");
  return true;
}

// A script block or a handler where promises are in use: asynchronous ones are waited for.
async function finishLater(operation, argument) {
  try {
    let value = operation === "block" ? runBlock(argument) : runHandler(argument);
    if (value instanceof PromiseType) value = await (waitFor === undefined ? value : waitFor(value));
    const text = operation === "block" ? "null" : valueText(value);
    for (let i = 0; i < IDLE_ROUNDS; i += 1) await undefined;
    return '{"v":' + text + happenings() + "}";
  } catch (error) {
    return failure(error);
  }
}

function enter(text) {
  if (typeof text !== "string" || slice(text, 0, token.length) !== token) {
    throw new TypeErrorType("__jaicp is not for scripts");
  }
  try {
    const request = parse(slice(text, token.length));
    stopped = false;
    if (!update(request[2], request[3], request[4], request[5])) return '{"renew":true}';
    const operation = request[0];
    const argument = request[1];
    const mayWait = usesPromises && (operation === "block" || operation === "handler");
    if (mayWait) return finishLater(operation, argument);
    if (operation === "module") return operations.module(argument);
    return '{"v":' + operations[operation](argument) + happenings() + "}";
  } catch (error) {
    return failure(error);
  }
}

defineProperty(globalObject, "__jaicp", locked(enter));
defineProperty(globalObject, "__jaicpBlock", field(defineBlock, false));
