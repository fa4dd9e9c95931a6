// Which objects have to be compared after a turn: those behind globals that it has looked at; what cannot be watched,
// always; and those of the language, the platform and the libraries, for bots whose code can change them.

const touched = bare();
const lasting = bare();
const lexicals = bare();
const awaited = { __proto__: null };
let isAlwaysGuarded = false;
let isGuardedForNow = false;

// What bots with modules do when they are sealed, and after a turn that has looked at what a module exports.
let sealModules;
let settleModules;

// An accessor for a value that tells when a turn looks at it.
function watching(value) {
  const watched = { __proto__: null, loaded: value, value, isTouched: false, entries: undefined };
  const touch = () => {
    watched.isTouched = true;
    touched[touched.length] = watched;
    if (watched.entries !== undefined) return;
    const isShown = isLarge(watched.loaded);
    watched.entries = isShown ? bare() : entriesFrom(watched.loaded);
    if (isShown) watched.value = watched.loaded = wrap(watched.loaded);
  };
  return accessor(() => {
    if (!watched.isTouched) touch();
    return watched.value;
  }, (replacing) => {
    if (!watched.isTouched) touch();
    watched.value = replacing;
  }, true);
}

// A global that holds an object is watched from now on.
function watch(name, value) {
  const descriptor = watching(value);
  accessorNames[name] = true;
  append(variables, { __proto__: null, name, descriptor });
  defineProperty(globalObject, name, descriptor);
}

// Names that the code to be loaded next declares by `var`: as accessors they stay such as can be watched later, while
// the engine would make them fields of the global object that nobody can redefine.
function awaitNames(names) {
  for (let i = 0; i < names.length; i += 1) {
    if (hasOwn(globalObject, names[i])) continue;
    const cell = { __proto__: null, value: undefined };
    cell.descriptor = accessor(() => cell.value, (value) => { cell.value = value; }, true);
    awaited[names[i]] = cell;
    defineProperty(globalObject, names[i], cell.descriptor);
  }
}

// A variable that files declare by `let`, `const` or `class`: nobody can tell when a turn looks at it.
function addLexical(name, get, set) {
  lexicals[lexicals.length] = { __proto__: null, name, get, set, loaded: undefined };
}

function sealIsolation(assigned) {
  const isAssigned = { __proto__: null };
  for (let i = 0; i < assigned.length; i += 1) isAssigned[assigned[i]] = true;
  const names = getOwnPropertyNames(globalObject);
  for (let i = 0; i < names.length; i += 1) sealGlobal(names[i], isAssigned);
  for (let i = 0; i < lexicals.length; i += 1) {
    lexicals[i].loaded = lexicals[i].get();
    keepForever(lexicals[i].loaded, isAssigned[lexicals[i].name] === true);
  }
}

function sealGlobal(name, isAssigned) {
  let found = getOwnPropertyDescriptor(globalObject, name);
  const cell = awaited[name];
  if (cell !== undefined && found.get === cell.descriptor.get) {
    found = field(cell.value, true);
    defineProperty(globalObject, name, found);
  }
  if (accessorNames[name] || !hasOwn(found, "value") || !found.writable) return;
  if (found.configurable && holdsState(found.value)) watch(name, found.value);
  else keepForever(found.value, isAssigned[name] === true && !setHas(nativeObjects, found.value));
}

// What is compared after every turn; a function without fields only where code gives it some.
function keepForever(value, isGivenFields) {
  if (typeof value === "function" && isGivenFields && entryOf(value) !== undefined) {
    lasting[lasting.length] = mapGet(remembered, value);
  }
  const entries = entriesFrom(value);
  for (let i = 0; i < entries.length; i += 1) lasting[lasting.length] = entries[i];
}

const guarded = bare();

function guard(value) {
  if ((typeof value !== "function" && !isObject(value)) || value === globalObject) return;
  if (entryOf(value) !== undefined) guarded[guarded.length] = mapGet(remembered, value);
}

function guardLibrary(library) {
  guard(library);
  if (typeof library !== "function") return;
  guard(library.prototype);
  guard(library.templateSettings);
}

// The names of the objects of the language and the platform; the host tells them before it loads the bot.
let natives = bare();

function guardNatives() {
  if (guarded.length > 0) return;
  for (let i = 0; i < natives.length; i += 1) {
    const { value } = getOwnPropertyDescriptor(globalObject, natives[i]) || {};
    guard(value);
    if (typeof value === "function") guard(value.prototype);
  }
  for (let i = 0; i < lazyGlobals.length; i += 1) guardLibrary(lazyGlobals[i].own);
}

// Code that a script makes itself is looked after for the turn if it can write to objects, in whatever way.
const WRITES = /__proto__|prototype|constructor|define|freeze|seal|prevent|Reflect|Function|eval|assign|[^=!<>]=[^=>]|\+\+|--|\]\s*\(|\\/;
const canWrite = (code) => exec(WRITES, code) !== null;

function guardForNow() {
  guardNatives();
  isGuardedForNow = true;
}

function guardAlways(changesNatives, changesShapes) {
  isShapeGuarded = changesShapes;
  isAlwaysGuarded = changesNatives;
  if (changesNatives) guardForNow();
}

function settleNatives() {
  const shapes = isShapeGuarded;
  isShapeGuarded = false;  // their values tell enough, and there are many
  for (let i = 0; i < guarded.length; i += 1) if (isStiff(guarded[i])) mustRenew = true;
  settleEntries(guarded);
  isShapeGuarded = shapes;
}

// Put back what the turn before has changed; whether that was possible.
function restoreObjects() {
  if (touched.length === 0 && lasting.length === 0 && lexicals.length === 0 && !isGuardedForNow &&
    settleModules === undefined) return !mustRenew;
  round += 1;
  const shapes = isShapeGuarded;
  isShapeGuarded = shapes || (isGuardedForNow && !isAlwaysGuarded);
  try {
    for (let i = 0; i < touched.length; i += 1) {
      touched[i].value = touched[i].loaded;
      touched[i].isTouched = false;
      settleEntries(touched[i].entries);
    }
    for (let i = 0; i < lexicals.length; i += 1) {
      const { get, set, loaded } = lexicals[i];
      if (!isSame(get(), loaded)) set(loaded);
    }
    if (settleModules !== undefined) settleModules();
    settleEntries(lasting);
    settleLargeData();
    if (isGuardedForNow) settleNatives();
  } catch {
    mustRenew = true;
  }
  touched.length = 0;
  isShapeGuarded = shapes;
  isGuardedForNow = isAlwaysGuarded;
  return !mustRenew;
}

noteNatives();
defineProperty(globalObject, "__jaicpLexical", field(addLexical, false));
