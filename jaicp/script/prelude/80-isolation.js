// What chats share are the objects that loading has left. After each turn they are put back to what they were then.
//
// A global that holds an object becomes an accessor when the bot is sealed, so that only what a turn has looked at
// must be compared: at its first use the objects behind it are remembered, when the turn is over each is compared
// property by property. Nothing is copied, and a global that no script of a turn touches costs nothing. Where there are
// many objects behind a global, scripts see them through proxies that note writes (`81-membrane.js`).

const { ownKeys, isExtensible } = Reflect;
const MapType = Map;
const SetType = Set;
const mapGet = uncurry(Map.prototype.get);
const mapSet = uncurry(Map.prototype.set);
const mapClear = uncurry(Map.prototype.clear);
const eachOfMap = uncurry(Map.prototype.forEach);
const setHas = uncurry(Set.prototype.has);
const setAdd = uncurry(Set.prototype.add);
const setClear = uncurry(Set.prototype.clear);
const eachOfSet = uncurry(Set.prototype.forEach);
const setTime = uncurry(Date.prototype.setTime);

const remembered = new MapType();
const nativeObjects = new SetType();
let round = 1;
let mustRenew = false;
let isShapeGuarded = false;

function noteNatives() {
  const names = getOwnPropertyNames(globalObject);
  for (let i = 0; i < names.length; i += 1) {
    const found = getOwnPropertyDescriptor(globalObject, names[i]);
    if (!hasOwn(found, "value") || names[i] === "$converters") continue;
    const { value } = found;
    if (!isObject(value) && typeof value !== "function") continue;
    setAdd(nativeObjects, value);
    const own = getOwnPropertyDescriptor(value, "prototype");
    if (own !== undefined && isObject(own.value)) setAdd(nativeObjects, own.value);
  }
}

// Functions count only where something hangs on them: fields, or methods on their prototype.
function holdsState(value) {
  if (typeof value !== "function") return isObject(value) && !setHas(nativeObjects, value);
  if (setHas(nativeObjects, value)) return false;
  if (keys(value).length > 0) return true;
  const own = getOwnPropertyDescriptor(value, "prototype");
  return own !== undefined && isObject(own.value) && ownKeys(own.value).length > 1;
}

// What an object holds beside its properties: the entries of maps and sets, the moment of a date.
function innerOf(object) {
  if (object instanceof MapType) {
    const inner = bare();
    eachOfMap(object, (value, key) => {
      inner[inner.length] = key;
      inner[inner.length] = value;
    });
    return inner;
  }
  if (object instanceof SetType) {
    const inner = bare();
    eachOfSet(object, (value) => { inner[inner.length] = value; });
    return inner;
  }
  if (object instanceof DateType) {
    const inner = bare();
    inner[0] = timeOf(object);
    return inner;
  }
  return undefined;
}

const isSame = (one, other) => one === other || (one !== one && other !== other);

function isSameList(one, other) {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (!isSame(one[i], other[i])) return false;
  return true;
}

// An object as it is now. `descriptors` are only kept where some property is not an ordinary one.
function remember(object) {
  const names = ownKeys(object);
  const isList = isArray(object) && names.length === object.length + 1;
  const values = bare();
  const descriptors = bare();
  let isOrdinary = true;
  for (let i = 0; i < names.length; i += 1) {
    const found = setPrototypeOf(getOwnPropertyDescriptor(object, names[i]), null);
    descriptors[i] = found;
    values[i] = found.value;
    const isPlain = found.writable === true && found.enumerable && found.configurable;
    if (!isPlain && !(isList && i === names.length - 1)) isOrdinary = false;
  }
  const entry = {
    __proto__: null, object, names, values, descriptors: isOrdinary ? undefined : descriptors,
    inner: innerOf(object), round: 0, parent: getPrototypeOf(object),
    canGrow: isExtensible(object),
    writtenIn: 0,
  };
  mapSet(remembered, object, entry);
  return entry;
}

// The entry of an object, made now if there is none; undefined for a proxy that does not let itself be read.
function entryOf(object) {
  const known = mapGet(remembered, object);
  if (known !== undefined) return known;
  try {
    return remember(object);
  } catch {
    return undefined;
  }
}

// All that can be reached from a value, as loading has left it.
function entriesFrom(root) {
  const found = bare();
  const seen = new SetType();
  const waiting = bare();
  waiting[0] = root;
  while (waiting.length > 0) {
    const object = waiting[waiting.length - 1];
    waiting.length -= 1;
    if (!holdsState(object) || setHas(seen, object)) continue;
    setAdd(seen, object);
    const entry = entryOf(object);
    if (entry === undefined) continue;
    found[found.length] = entry;
    collectInto(waiting, entry.values);
    if (entry.inner !== undefined) collectInto(waiting, entry.inner);
  }
  return found;
}

function collectInto(waiting, values) {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (typeof value === "function" || (typeof value === "object" && value !== null)) waiting[waiting.length] = value;
  }
}

function isChanged(entry) {
  const { object, names, values, descriptors } = entry;
  if (ownKeys(object).length !== names.length) return true;
  if (isShapeGuarded) return isReshaped(entry);
  for (let i = 0; i < names.length; i += 1) {
    if (descriptors !== undefined && !hasOwn(descriptors[i], "value")) {
      if (isOtherAccessor(getOwnPropertyDescriptor(object, names[i]), descriptors[i])) return true;
      continue;
    }
    if (object[names[i]] !== values[i] && !isSame(object[names[i]], values[i])) return true;
  }
  return entry.inner !== undefined && !isSameList(innerOf(object), entry.inner);
}

function isOtherAccessor(now, before) {
  return now === undefined || now.get !== before.get || now.set !== before.set;
}

// The same for scripts that can change more of an object than values: attributes, accessors, the prototype.
function isReshaped(entry) {
  const { object, names } = entry;
  for (let i = 0; i < names.length; i += 1) {
    if (isArray(object) && names[i] === "length") continue;
    const now = getOwnPropertyDescriptor(object, names[i]);
    const before = descriptorOf(entry, i);
    if (isOtherAccessor(now, before) || !isSame(now.value, before.value) || now.writable !== before.writable || now.enumerable !== before.enumerable ||
      now.configurable !== before.configurable) return true;
  }
  return entry.inner !== undefined && !isSameList(innerOf(object), entry.inner);
}

// The descriptor that a property had.
function descriptorOf(entry, number) {
  return entry.descriptors === undefined ? field(entry.values[number], true) : entry.descriptors[number];
}

// Whether an ordinary property has its value still; where scripts can do more than assign, nobody can tell.
function isAsBefore({ object, names, values, descriptors }, number) {
  return descriptors === undefined && !isShapeGuarded && isSame(object[names[number]], values[number]);
}

// Put an object back; whether that was possible.
function putBack(entry) {
  const { object, names } = entry;
  let isDone = true;
  if (isArray(object)) isDone = defineProperty(object, "length", { __proto__: null, value: lengthOf(entry) });
  const isKnown = { __proto__: null };
  for (let i = 0; i < names.length; i += 1) isKnown[names[i]] = true;
  const now = ownKeys(object);
  let next = 0;
  let isInOrder = true;
  for (let i = 0; i < now.length; i += 1) {
    if (isKnown[now[i]] === true) {
      isInOrder = isInOrder && now[i] === names[next];
      next += 1;
    } else isDone = deleteProperty(object, now[i]) && isDone;
  }
  isInOrder = isInOrder && next === names.length;
  for (let i = 0; i < names.length; i += 1) {
    if (isArray(object) && names[i] === "length") continue;
    if (isInOrder && isAsBefore(entry, i)) continue;
    if (!isInOrder && !isArray(object)) deleteProperty(object, names[i]);
    isDone = defineProperty(object, names[i], descriptorOf(entry, i)) && isDone;
  }
  if (entry.inner !== undefined) putInnerBack(object, entry.inner);
  return isDone;
}

function lengthOf(entry) {
  for (let i = entry.names.length - 1; i >= 0; i -= 1) if (entry.names[i] === "length") return entry.values[i];
  return 0;
}

function putInnerBack(object, inner) {
  if (object instanceof MapType) {
    mapClear(object);
    for (let i = 0; i < inner.length; i += 2) mapSet(object, inner[i], inner[i + 1]);
  } else if (object instanceof SetType) {
    setClear(object);
    for (let i = 0; i < inner.length; i += 1) setAdd(object, inner[i]);
  } else {
    setTime(object, inner[0]);
  }
}

// Whether an object has got another prototype, or cannot take new fields any more: that is for good.
function isStiff({ object, parent, canGrow }) {
  return getPrototypeOf(object) !== parent || isExtensible(object) !== canGrow;
}

// Compare entries that were not yet looked at in this round; what has changed is put back.
function settleEntries(entries) {
  for (let i = 0; i < entries.length; i += 1) {
    const entry = entries[i];
    if (entry.round === round) continue;
    entry.round = round;
    if (isShapeGuarded && isStiff(entry)) mustRenew = true;
    if (isChanged(entry) && !putBack(entry)) mustRenew = true;
  }
}
