// `$jsapi`, the settings and the global functions.

const HANDLER_ARGUMENT_ERROR = "bind: the handler is not a function";
let handlers = [];
let loadedHandlers = [];
let handlersChanged = false;

// A handler bound under a name that is taken replaces the earlier one, at its place in the order.
function bindHandler(type, handler, path, name, allowedInContextSwitch) {
  if (typeof handler !== "function") throw new TypeErrorType(HANDLER_ARGUMENT_ERROR);
  const entry = { __proto__: null, type: toString(type), handler, path: "/", name: "", allowed: true };
  if (path !== undefined && path !== null) entry.path = resolvePath("/", toString(path));
  if (name !== undefined && name !== null) entry.name = toString(name);
  entry.allowed = allowedInContextSwitch === undefined ? entry.type !== "preMatch" : !!allowedInContextSwitch;
  handlersChanged = true;
  for (let i = 0; i < handlers.length; i += 1) {
    if (entry.name !== "" && handlers[i].name === entry.name) {
      handlers[i] = entry;
      return;
    }
  }
  append(handlers, entry);
}

function copied(list) {
  const copy = [];
  for (let i = 0; i < list.length; i += 1) append(copy, list[i]);
  return copy;
}

// All handlers as JSON text, in order.
function handlersText() {
  let text = "";
  for (let i = 0; i < handlers.length; i += 1) {
    const { type, path, name, allowed } = handlers[i];
    text += (i > 0 ? "," : "") + '{"type":' + stringify(type) + ',"path":' + stringify(path) + ',"name":' +
      stringify(name) + ',"allowed":' + stringify(allowed) + "}";
  }
  return "[" + text + "]";
}

// Thrown by `$jsapi.stopScript` to leave the script; nobody is told of it.
const STOP = freeze({ __proto__: null });
let stopped = false;

function controlSession(word) {
  sessionControl = word;
  write(slots.session, {});
}

// Logging never fails a script, whatever it is given.
function logged(value) {
  try {
    return pretty(value);
  } catch {
    return "[object]";
  }
}

function writeLog(value) {
  host("jsapi", "log", [logged(value)]);
}

function loggedAll(values) {
  let text = "";
  for (let i = 0; i < values.length; i += 1) text += (i > 0 ? " " : "") + logged(values[i]);
  host("jsapi", "log", [text]);
}

defineGlobal("$jsapi", {
  context: () => currentContext,
  bind: (options) => {
    if (!isObject(options)) throw new TypeErrorType("$jsapi.bind takes {type, handler, path, name}");
    bindHandler(options.type, options.handler, options.path, options.name, options.allowedInContextSwitch);
  },
  startSession: () => { controlSession("start"); },
  stopSession: () => { controlSession("stop"); },
  currentTime: () => host("jsapi", "currentTime", []),
  random: (max) => host("jsapi", "random", [positive("$jsapi.random", max)]),
  resolvePath: (base, relative) => resolvePath(toString(base), toString(relative)),
  log: (value) => { writeLog(value); },
  stopScript: () => {
    stopped = true;
    throw STOP;
  },
});

// A setting by its name; without a default an unknown name is an error, which vendor code catches.
function settings(service) {
  const get = function (name, fallback) {
    const found = host(service, "get", [toString(name)]);
    if (found !== null) return found;
    if (arguments.length > 1) return fallback;
    throw new ErrorType("$" + service + " has no `" + toString(name) + "`");
  };
  return { get };
}

defineGlobal("$env", settings("env"));
defineGlobal("$secrets", settings("secrets"));
defineGlobal("bind", function (type, handler, path, name, allowedInContextSwitch) {
  bindHandler(type, handler, path, name, allowedInContextSwitch);
});
defineGlobal("log", function (value) { writeLog(value); });
defineGlobal("toPrettyString", function (value) { return pretty(value, 2); });
defineGlobal("capitalize", function (value) {
  const text = show(value);
  return toUpperCase(slice(text, 0, 1)) + slice(text, 1);
});
defineGlobal("console", {
  log: (...values) => { loggedAll(values); },
  info: (...values) => { loggedAll(values); },
  warn: (...values) => { loggedAll(values); },
  error: (...values) => { loggedAll(values); },
  debug: (...values) => { loggedAll(values); },
});
