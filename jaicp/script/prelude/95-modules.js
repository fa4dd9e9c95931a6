// Modules of the project and of its packages. Only bots that have some get this part.
//
// Each is a function that `script/modules.py` has written; it tells by `told` which modules it needs and where names
// lead. A module runs once, when the first one that needs it runs. What its variables hold belongs to what loading has
// left: it is compared after turns that have looked at something a module exports, and put back. Modules that run for
// the first time within a turn are forgotten with it.

const NEW = 0;
const RUNNING = 1;
const DONE = 2;
const FAILED = 3;

// So many objects of modules are compared after a turn, packages first.
const MOST_OF_PACKAGES = 1000;
const MOST_OF_MODULES = 20000;

const moduleList = bare();
const moduleCells = bare();
const refusals = new SetType();
const sortNames = uncurry(Array.prototype.sort);
const nextOf = uncurry(getPrototypeOf(function* () {}).prototype.next);
const { toStringTag } = Symbol;
let lateModules = bare();
let isSealed = false;
let isLeaking = false;
let moduleEntries;
let moduleVariables;
let namesGivenFields = { __proto__: null };

function defineModule(number, kind, told, body) {
  moduleList[number] = {
    __proto__: null, number, kind, told, body, state: NEW, error: undefined, isLinked: false, exports: undefined,
    own: undefined, namespace: undefined, module: undefined, value: undefined, generator: undefined, begin: undefined,
    promise: undefined, stars: undefined,
  };
}

function forgetModule(number) {
  const { kind, told, body } = moduleList[number];
  defineModule(number, kind, told, body);
}

// What is linked or run within a turn is forgotten with it.
function noteLate(module) {
  if (isSealed) lateModules[lateModules.length] = module.number;
}

// Before a module runs: its functions are there, and it can be told where its exports are.
function linkModule(module) {
  if (module.isLinked) return;
  module.isLinked = true;
  noteLate(module);
  if (module.kind !== "module") return;
  const { told } = module;
  const scope = { __proto__: null };
  for (let i = 0; i < told.scope.length; i += 1) exportInto(scope, told.scope[i]);
  const link = (exports, own) => { module.exports = exports; module.own = own; };
  const start = told.waits ? new PromiseType((resolve) => { module.begin = resolve; }) : undefined;
  const made = apply(module.body, undefined, [scope, link, start, importer(module), metaOf(module)]);
  if (told.waits) module.promise = apply(made, undefined, []);
  else nextOf(module.generator = apply(made, undefined, []));
  module.namespace = namespaceOf(module);
  for (let i = 0; i < told.needs.length; i += 1) linkModule(moduleList[told.needs[i]]);
}

function exportInto(target, place) {
  const [name, number, inner] = place;
  defineProperty(target, name, accessor(() => readExport(moduleList[number], inner), undefined, true));
}

const metaOf = (module) => ({ __proto__: null, url: "file:///" + module.told.file });

function isAny(object) {
  return isObject(object) || typeof object === "function";
}

// What a module exports by a name, at this moment; `*` is all of it.
function readExport(module, name) {
  if (name === "*") return namespaceOf(module);
  if (module.kind === "module") {
    if (module.namespace !== undefined && hasOwn(module.namespace, name)) return module.namespace[name];
    for (let i = 0; module.stars !== undefined && i < module.stars.length; i += 1) {
      const found = readExport(moduleList[module.stars[i]], name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const value = valueOf(module);
  if (name === "default") return value;
  return isAny(value) ? value[name] : undefined;
}

function valueOf(module) {
  if (module.kind === "json") return module.value;
  return module.module === undefined ? undefined : module.module.exports;
}

function namespaceOf(module) {
  if (module.namespace !== undefined) return module.namespace;
  const namespace = { __proto__: null };
  if (module.kind === "module") fillNamespace(namespace, module);
  else fillFromValue(namespace, module);
  defineProperty(namespace, toStringTag, locked("Module"));
  if (module.kind !== "module" && module.state === DONE) module.namespace = namespace;
  return namespace;
}

function fillNamespace(namespace, module) {
  const { passed } = module.told;
  const table = { __proto__: null };
  const own = keys(module.exports);
  for (let i = 0; i < own.length; i += 1) {
    defineProperty(table, own[i], accessor(module.exports[own[i]], undefined, true));
  }
  for (let i = 0; i < passed.length; i += 1) {
    if (passed[i][0] !== "") exportInto(table, passed[i]);
    else {
      if (module.stars === undefined) module.stars = bare();
      module.stars[module.stars.length] = passed[i][1];
    }
  }
  const names = sortNames(keys(table));
  for (let i = 0; i < names.length; i += 1) {
    defineProperty(namespace, names[i], getOwnPropertyDescriptor(table, names[i]));
  }
}

function fillFromValue(namespace, module) {
  const value = valueOf(module);
  const names = isAny(value) && !isArray(value) ? keys(value) : [];
  append(names, "default");
  sortNames(names);
  for (let i = 0; i < names.length; i += 1) {
    const read = names[i] === "default" ? () => valueOf(module) : () => value[names[i]];
    defineProperty(namespace, names[i], accessor(read, undefined, true));
  }
}

// Running

// An error of a module that cannot be had: it is no fault of the bot's own code, which may go on without.
function refusal(message) {
  const error = new ErrorType(message);
  setAdd(refusals, error);
  return error;
}

function unavailableModule(message) {
  const error = refusal(message);
  error.code = "MODULE_NOT_FOUND";
  return error;
}

function beforeRunning(module) {
  if (module.state === FAILED) throw module.error;
  module.state = RUNNING;
  noteLate(module);
  const { told } = module;
  if (module.kind === "broken") throw new SyntaxErrorType(told.message);
  if (module.kind === "unavailable") throw unavailableModule(told.message);
  if (told.lacking !== undefined && told.lacking !== "") throw new SyntaxErrorType(told.lacking);
}

function finished(module) {
  module.state = DONE;
  if (module.told.leaks) isLeaking = true;
}

function failed(module, error) {
  if (module.told.leaks) isLeaking = true;
  module.state = FAILED;
  module.error = error;
  return error;
}

function runModuleOnce(module) {
  if (module.state === DONE || module.state === RUNNING) return;
  try {
    beforeRunning(module);
    if (module.kind === "json") module.value = parse(module.body);
    else if (module.kind === "commonjs") runCommonJs(module);
    else {
      const { needs } = module.told;
      for (let i = 0; i < needs.length; i += 1) runNeeded(module, moduleList[needs[i]]);
      nextOf(module.generator);
    }
    finished(module);
  } catch (error) {
    throw failed(module, error);
  }
}

// The same where a module, or one that it needs, waits for something at its top.
async function runModuleLater(module) {
  if (!module.told.awaits) {
    runModuleOnce(module);
    return;
  }
  if (module.state === DONE || module.state === RUNNING) return;
  try {
    beforeRunning(module);
    const { needs, waits } = module.told;
    for (let i = 0; i < needs.length; i += 1) {
      const needed = moduleList[needs[i]];
      if (!needed.told.awaits) runNeeded(module, needed);
      else await explained(module, needed, runModuleLater(needed));
    }
    if (waits) {
      module.begin();
      await module.promise;
    } else nextOf(module.generator);
    finished(module);
  } catch (error) {
    throw failed(module, error);
  }
}

function runNeeded(module, needed) {
  try {
    runModuleOnce(needed);
  } catch (error) {
    throw explain(module, needed, error);
  }
}

async function explained(module, needed, running) {
  try {
    await running;
  } catch (error) {
    throw explain(module, needed, error);
  }
}

// What goes wrong inside of a package is told to the bot's own code as the package's failure.
function explain(module, needed, error) {
  const name = needed.told.package;
  const isOutside = module.told.package === "" && name !== "" && needed.kind !== "unavailable";
  if (!isOutside || !isError(error) || error.name === "InternalError") return error;
  const what = setHas(refusals, error) ? error.message : error.name + ": " + error.message;
  return refusal("the package `" + name + "` cannot be used: " + what);
}

function runCommonJs(module) {
  const { told } = module;
  const inner = { id: told.file, filename: "/" + told.file, loaded: false, exports: {}, children: [], paths: [] };
  module.module = inner;
  const require = (specifier) => requireFrom(module, specifier);
  const link = (exports, own) => { module.own = own; };
  const args = [inner.exports, require, inner, "/" + told.file, "/", link, importer(module)];
  apply(module.body, inner.exports, args);
  inner.loaded = true;
}

function requireFrom(module, specifier) {
  const needed = linked(module, "require", specifier);
  if (needed.told.awaits) throw new ErrorType("`" + specifier + "` waits at its top: import it instead");
  linkModule(needed);
  runNeeded(module, needed);
  return needed.kind === "module" ? needed.namespace : valueOf(needed);
}

// The module that a name means in another one. Only names that are written out are known.
function linked(module, how, specifier) {
  const table = module.told.links[how];
  if (typeof specifier === "string" && hasOwn(table, specifier)) return moduleList[table[specifier]];
  const error = new ErrorType("Cannot find module '" + toString(specifier) + "': its name has to be written out");
  error.code = "MODULE_NOT_FOUND";
  throw error;
}

function importer(module) {
  return async (specifier) => {
    const needed = linked(module, "import", specifier);
    linkModule(needed);
    if (needed.told.awaits) await explained(module, needed, runModuleLater(needed));
    else runNeeded(module, needed);
    return namespaceOf(needed);
  };
}

// What scripts see of a module

function useModule(place) {
  const [number, name] = place;
  const module = moduleList[number];
  const before = countShared();
  const finish = () => {
    isLeaking = isLeaking || countShared() !== before;
    bindModule(module, name);
    return '{"v":null}';
  };
  const fail = (error) => {
    isLeaking = isLeaking || countShared() !== before;
    return refuse(name, error);
  };
  try {
    linkModule(module);
    const done = module.told.awaits ? runModuleLater(module) : runModuleOnce(module);
    return done instanceof PromiseType ? promiseThen(waitFor(done), finish, fail) : finish();
  } catch (error) {
    return fail(error);
  }
}

const converterTable = () => (isObject(globalObject.$converters) ? globalObject.$converters : {});

// How many things there are by which code of a module may be reached from elsewhere.
function countShared() {
  return getOwnPropertyNames(globalObject).length + handlers.length + keys(converterTable()).length;
}

// A bot whose module cannot be had starts all the same: whoever uses the name is told why it does not work.
function refuse(name, error) {
  if (!setHas(refusals, error)) return failure(error);
  host("jsapi", "log", [(name === "" ? "a module" : name) + ": " + error.message]);
  if (name !== "") bindName(name, () => refusing(error.message));
  return '{"v":null}';
}

function refusing(message) {
  const stop = () => { throw new ErrorType(message); };
  return new ProxyType(function () {}, {
    __proto__: null, get: stop, set: stop, has: stop, apply: stop, construct: stop, ownKeys: stop, deleteProperty: stop,
    getOwnPropertyDescriptor: stop, defineProperty: stop, getPrototypeOf: stop,
  });
}

// The default export goes by the name of the `require`; without a default it is all exports. Without a name, each
// export is a global of its own name.
function bindModule(module, name) {
  const all = namespaceOf(module);
  const hasDefault = hasOwn(all, "default");
  if (name !== "") {
    bindName(name, () => (hasDefault ? all.default : all));
    return;
  }
  const names = keys(all);
  for (let i = 0; i < names.length; i += 1) {
    const value = all[names[i]];
    const given = names[i] === "default" ? (typeof value === "function" ? value.name : "") : names[i];
    if (given !== "" && given !== "default") bindName(given, () => all[names[i]]);
  }
}

function bindName(name, read) {
  const cell = { __proto__: null, isReplaced: false, value: undefined, loaded: undefined };
  const descriptor = accessor(() => {
    if (!isSealed) isLeaking = true;  // whoever looks at it while the bot is loaded may keep it elsewhere
    touchModules();
    return cell.isReplaced ? cell.value : read();
  }, (value) => {
    touchModules();
    cell.isReplaced = true;
    cell.value = value;
  }, true);
  moduleCells[moduleCells.length] = cell;
  accessorNames[name] = true;
  append(variables, { __proto__: null, name, descriptor });
  defineProperty(globalObject, name, descriptor);
}

// What turns change

function touchModules() {
  if (!isSealed || settleModules !== undefined) return;
  if (moduleEntries === undefined) rememberModules();
  settleModules = settleAllModules;
}

function sealAllModules(assigned) {
  for (let i = 0; i < assigned.length; i += 1) namesGivenFields[assigned[i]] = true;
  for (let i = 0; i < moduleCells.length; i += 1) {
    const cell = moduleCells[i];
    cell.loaded = { __proto__: null, isReplaced: cell.isReplaced, value: cell.value };
  }
  isSealed = true;
  if (isLeaking) touchModules();
}

// What can be reached from the variables and exports of the modules that have run. Of packages, which may be large, the
// nearest objects count; the bot's own modules are followed until they lead into a package.
function rememberModules() {
  moduleVariables = bare();
  moduleEntries = bare();
  const seen = new SetType();
  const [own, ofPackages] = [bare(), bare()];
  for (let i = 0; i < moduleList.length; i += 1) {
    const module = moduleList[i];
    if (module.state === NEW || module.kind === "unavailable" || module.kind === "broken") continue;
    const isOwn = module.told.package === "";
    const roots = isOwn ? own : ofPackages;
    if (module.own !== undefined) rememberVariables(module.own, roots);
    roots[roots.length] = valueOf(module);
  }
  rememberNearest(ofPackages, MOST_OF_PACKAGES, seen);
  rememberNearest(own, MOST_OF_MODULES, seen);
}

// Breadth first, so that settings come before what lies deep inside.
function rememberNearest(waiting, most, seen) {
  let count = 0;
  for (let next = 0; next < waiting.length && count < most; next += 1) {
    const object = waiting[next];
    if (!holdsState(object) || setHas(seen, object)) continue;
    setAdd(seen, object);
    const entry = entryOf(object);
    if (entry === undefined) continue;
    count += 1;
    moduleEntries[moduleEntries.length] = entry;
    collectInto(waiting, entry.values);
    if (entry.inner !== undefined) collectInto(waiting, entry.inner);
  }
}

function rememberVariables(own, roots) {
  for (let i = 0; i < own.length; i += 1) {
    const [name, get, set] = own[i];
    let loaded;
    try {
      loaded = get();
    } catch {
      continue;  // the module has failed before it came to this variable
    }
    if (set !== undefined) moduleVariables[moduleVariables.length] = { __proto__: null, get, set, loaded };
    roots[roots.length] = loaded;
    if (typeof loaded !== "function" || namesGivenFields[name] !== true || entryOf(loaded) === undefined) continue;
    moduleEntries[moduleEntries.length] = mapGet(remembered, loaded);
  }
}

function settleAllModules() {
  for (let i = 0; i < moduleCells.length; i += 1) {
    moduleCells[i].isReplaced = moduleCells[i].loaded.isReplaced;
    moduleCells[i].value = moduleCells[i].loaded.value;
  }
  for (let i = 0; i < moduleVariables.length; i += 1) {
    const { get, set, loaded } = moduleVariables[i];
    if (!isSame(get(), loaded)) set(loaded);
  }
  settleEntries(moduleEntries);
  for (let i = 0; i < lateModules.length; i += 1) forgetModule(lateModules[i]);
  lateModules = bare();
  if (!isLeaking) settleModules = undefined;
}

sealModules = sealAllModules;
operations.module = useModule;
defineProperty(globalObject, "__jaicpModule", field(defineModule, false));
