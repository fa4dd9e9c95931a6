// Values as text: JSON for the host, words for people, and templates.

// JSON without the `toJSON` that a bot may have put on the prototypes of everything.
function plainText(value) {
  if (!hasOwn(objectPrototype, "toJSON") && !hasOwn(arrayPrototype, "toJSON")) return stringify(value);
  const ofObjects = takeToJson(objectPrototype);
  const ofArrays = takeToJson(arrayPrototype);
  try {
    return stringify(value);
  } finally {
    if (ofObjects !== undefined) defineProperty(objectPrototype, "toJSON", ofObjects);
    if (ofArrays !== undefined) defineProperty(arrayPrototype, "toJSON", ofArrays);
  }
}

// The descriptor of the `toJSON` of a prototype, which is gone then; undefined where it has none to take.
function takeToJson(owner) {
  const kept = getOwnPropertyDescriptor(owner, "toJSON");
  if (kept === undefined || !kept.configurable) return undefined;
  setPrototypeOf(kept, null);
  deleteProperty(owner, "toJSON");
  return kept;
}

// JSON text, or undefined for what has none (functions, cycles, throwing getters).
function textOrNothing(value) {
  try {
    return plainText(value);
  } catch {
    return undefined;
  }
}

// Any value as a log shows it; objects that contain themselves print "cycle" there.
function pretty(value, indent) {
  if (!isObject(value)) return toString(value);
  const path = [];
  const replacer = function (key, item) {
    if (!isObject(item)) return item;
    while (path.length > 0 && path[path.length - 1] !== this) path.length -= 1;
    for (let i = 0; i < path.length; i += 1) if (path[i] === item) return "cycle";
    append(path, item);
    return item;
  };
  return stringify(value, replacer, indent);
}

// A value within `{{ }}`: nothing for undefined and null, JSON for plain objects and arrays.
function show(value) {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (!isObject(value)) return toString(value);
  const parent = getPrototypeOf(value);
  const isPlain = isArray(value) || parent === objectPrototype || parent === null;
  return isPlain ? plainText(value) : toString(value);
}

function joined(parts) {
  let text = "";
  for (let i = 0; i < parts.length; i += 1) text += show(parts[i]);
  return text;
}

// Where the expression that begins at `start` ends: the index of its `}}`, or -1.
function endOfExpression(text, start) {
  let quote = "";
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    const char = text[i];
    if (quote !== "") {
      if (char === "\\") i += 1;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      if (depth === 0) return text[i + 1] === "}" ? i : -1;
      depth -= 1;
    }
  }
  return -1;
}

// Text with `{{ }}` as [text, expression, text, expression, …, text].
function templateParts(text) {
  const parts = [];
  let done = 0;
  for (let from = 0; ;) {
    const open = indexOf(text, "{{", from);
    if (open < 0) break;
    const end = endOfExpression(text, open + 2);
    from = open + 2;
    if (end < 0) continue;
    append(parts, slice(text, done, open));
    append(parts, slice(text, open + 2, end));
    done = end + 2;
    from = done;
  }
  append(parts, slice(text, done));
  return parts;
}

const compiled = {
  __proto__: null, size: 0, plain: { __proto__: null }, scoped: { __proto__: null }, writing: { __proto__: null },
};
const COMPILED_LIMIT = 2000;

// An expression met at run time as a function of its scope; kept, since bots say the same things again.
function compileExpression(code, isScoped) {
  const known = isScoped ? compiled.scoped : compiled.plain;
  if (compiled.writing[code] === true) guardForNow();
  const cached = known[code];
  if (cached !== undefined) return cached;
  if (compiled.size >= COMPILED_LIMIT) {
    compiled.plain = { __proto__: null };
    compiled.scoped = { __proto__: null };
    compiled.writing = { __proto__: null };
    compiled.size = 0;
  }
  if (canWrite(code)) {
    compiled.writing[code] = true;
    guardForNow();
  }
  const body = "return (" + code + "\n)";
  const made = makeFunction("$scope", isScoped ? "with ($scope) {" + body + "}" : body);
  (isScoped ? compiled.scoped : compiled.plain)[code] = made;
  compiled.size += 1;
  return made;
}

// The text with its `{{ }}` evaluated; names are looked up in `scope` first where it is an object.
function fill(text, scope) {
  if (indexOf(text, "{{") < 0) return text;
  const parts = templateParts(text);
  let filled = parts[0];
  for (let i = 1; i < parts.length; i += 2) {
    const code = trim(parts[i]);
    if (code !== "") filled += show(compileExpression(code, isObject(scope))(scope));
    filled += parts[i + 1];
  }
  return filled;
}

function peek(object, key) {
  try {
    return object[key];
  } catch {
    return undefined;
  }
}

function words(value, limit) {
  try {
    return slice(toString(value), 0, limit);
  } catch {
    return "";
  }
}

// The fields an error carries besides those that every error has.
function ownFields(error) {
  const names = keys(error);
  const fields = {};
  for (let i = 0; i < names.length; i += 1) {
    const value = peek(error, names[i]);
    if (textOrNothing(value) !== undefined) defineProperty(fields, names[i], field(value, true));
  }
  return fields;
}

// What was thrown, as JSON text: {name, message, stack, thrown}.
function describe(error) {
  let name = "";
  let message = "";
  let stack = "";
  let thrown;
  if (isError(error)) {
    name = words(peek(error, "name"), 100);
    message = words(peek(error, "message"), 10000);
    stack = words(peek(error, "stack"), 20000);
    thrown = textOrNothing(ownFields(error));
  } else {
    message = isObject(error) ? describedObject(error) : words(error, 10000);
    thrown = textOrNothing(error);
  }
  return '{"name":' + stringify(name) + ',"message":' + stringify(message) + ',"stack":' + stringify(stack) +
    ',"thrown":' + (thrown === undefined ? "null" : thrown) + "}";
}

// An object that was thrown: its own `message` if that is text, else its JSON.
function describedObject(error) {
  const message = peek(error, "message");
  if (typeof message === "string") return slice(message, 0, 10000);
  const text = textOrNothing(error);
  return text === undefined ? "an object was thrown" : slice(text, 0, 10000);
}
