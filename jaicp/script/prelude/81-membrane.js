// Large data: to compare all of it after each turn would take longer than the turn. Scripts see it through proxies
// instead, which remember an object when it is written to for the first time in a turn. What is read costs more then,
// some half a microsecond, and nothing has to be looked at that nobody has written to.

const FROM_LARGE = 300;
const { get: reflectGet, set: reflectSet, preventExtensions, setPrototypeOf: reflectSetPrototypeOf } = Reflect;
const WeakMapType = WeakMap;
const weakGet = uncurry(WeakMap.prototype.get);
const weakSet = uncurry(WeakMap.prototype.set);

const proxies = new WeakMapType();
const originals = new WeakMapType();
const fresh = new SetType();
const lookedInto = new SetType();
const looked = bare();
const written = bare();

// Lists and plain objects; all others know what is inside them by ways that a proxy cannot follow.
function isTree(object) {
  if (isArray(object)) return true;
  const parent = getPrototypeOf(object);
  return parent === objectPrototype || parent === null;
}

// Whether there are more objects behind a value than are compared one by one.
function isLarge(root) {
  if (!isObject(root) || !isTree(root)) return false;
  const seen = new SetType();
  const waiting = bare();
  waiting[0] = root;
  let count = 0;
  while (waiting.length > 0) {
    const object = waiting[waiting.length - 1];
    waiting.length -= 1;
    if (!holdsState(object) || setHas(seen, object)) continue;
    setAdd(seen, object);
    count += 1;
    if (count > FROM_LARGE) return true;
    const names = ownKeys(object);
    if (names.length > FROM_LARGE * 10) return true;
    for (let i = 0; i < names.length; i += 1) {
      const found = getOwnPropertyDescriptor(object, names[i]);
      if (hasOwn(found, "value") && isObject(found.value)) waiting[waiting.length] = found.value;
    }
  }
  return false;
}

function wrap(object) {
  const known = weakGet(proxies, object);
  if (known !== undefined) return known;
  const proxy = new ProxyType(object, noting);
  weakSet(proxies, object, proxy);
  weakSet(originals, proxy, object);
  return proxy;
}

// An object within large data that scripts get as it is: compared after the turn like any other.
function lookInto(value) {
  if (setHas(lookedInto, value)) return;
  setAdd(lookedInto, value);
  looked[looked.length] = entriesFrom(value);
}

function noteWrite(target) {
  const entry = entryOf(target);
  if (entry === undefined) mustRenew = true;
  else if (entry.writtenIn !== round) {
    entry.writtenIn = round;
    written[written.length] = entry;
  }
}

// A field that can never change has to be shown as it is.
function isFixed(target, key) {
  if (isExtensible(target)) return false;
  const found = getOwnPropertyDescriptor(target, key);
  return found !== undefined && !found.configurable && found.writable === false;
}

const noting = {
  __proto__: null,
  get: (target, key, receiver) => {
    const value = reflectGet(target, key, receiver);
    if (typeof value !== "object" || value === null) {
      if (typeof value === "function" && holdsState(value)) lookInto(value);
      return value;
    }
    const known = weakGet(proxies, value);
    if (known !== undefined && isExtensible(target)) return known;
    if (weakGet(originals, value) !== undefined || setHas(fresh, value)) return value;
    if (isTree(value) && !isFixed(target, key)) return wrap(value);
    lookInto(value);
    return value;
  },
  set: (target, key, value, receiver) => {
    if (weakGet(proxies, target) !== receiver) return reflectSet(target, key, value, receiver);
    noteWrite(target);
    if (key === "__proto__") mustRenew = true;
    if (!isObject(value)) return reflectSet(target, key, value);
    const original = weakGet(originals, value);
    if (original === undefined && weakGet(proxies, value) === undefined) setAdd(fresh, value);
    return reflectSet(target, key, original === undefined ? value : original);
  },
  deleteProperty: (target, key) => {
    noteWrite(target);
    return deleteProperty(target, key);
  },
  defineProperty: (target, key, descriptor) => {
    noteWrite(target);
    return defineProperty(target, key, descriptor);
  },
  preventExtensions: (target) => {
    mustRenew = true;
    return preventExtensions(target);
  },
  setPrototypeOf: (target, parent) => {
    mustRenew = true;
    return reflectSetPrototypeOf(target, parent);
  },
};

// Put back what was written to through proxies, and compare what was handed out without one.
function settleLargeData() {
  settleEntries(written);
  for (let i = 0; i < looked.length; i += 1) settleEntries(looked[i]);
  written.length = 0;
  looked.length = 0;
  setClear(fresh);
  setClear(lookedInto);
}
