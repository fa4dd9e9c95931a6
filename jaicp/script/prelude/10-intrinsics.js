// What the bridge needs of the language, taken before any code of a bot runs, so that replacing `JSON` or
// a method of `Array.prototype` later cannot break it. The prelude's files are parts of one strict function
// (its parameter is `token`); they iterate by index and never call methods of values.

const globalObject = globalThis;
const { parse, stringify } = JSON;
const { isArray } = Array;
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, apply } = Reflect;
const { getOwnPropertyNames, hasOwn, keys, freeze, setPrototypeOf } = Object;
const { isError } = Error;
const { isInteger } = Number;
const { floor } = Math;
const toString = String;
const toObject = Object;
const makeFunction = Function;
const ErrorType = Error;
const TypeErrorType = TypeError;
const RangeErrorType = RangeError;
const SyntaxErrorType = SyntaxError;
const PromiseType = Promise;
const ProxyType = Proxy;
const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;

const uncurry = (method) => Function.prototype.call.bind(method);
const slice = uncurry(String.prototype.slice);
const indexOf = uncurry(String.prototype.indexOf);
const split = uncurry(String.prototype.split);
const toUpperCase = uncurry(String.prototype.toUpperCase);
const trim = uncurry(String.prototype.trim);
const exec = uncurry(RegExp.prototype.exec);

const pull = globalObject.__jaicpPull;
const callHost = globalObject.__jaicpCall;
deleteProperty(globalObject, "__jaicpPull");
deleteProperty(globalObject, "__jaicpCall");

// Own properties only: descriptors and tables must not look at a polluted `Object.prototype`.
const field = (value, enumerable) => ({ __proto__: null, value, writable: true, enumerable, configurable: true });
const accessor = (get, set, enumerable) => ({ __proto__: null, get, set, enumerable, configurable: true });
const locked = (value) => ({ __proto__: null, value, writable: false, enumerable: false, configurable: false });

// A list whose elements can be assigned whatever a bot has done to `Array.prototype`.
const bare = () => setPrototypeOf([], null);
const isObject = (value) => value !== null && typeof value === "object";
const append = (list, value) => { defineProperty(list, list.length, field(value, true)); };
const defineGlobal = (name, value) => { defineProperty(globalObject, name, field(value, false)); };

// A trace formatter of a bot would be handed the functions of the bridge; a trace limit of 0 would hide places.
defineProperty(Error, "prepareStackTrace", locked(undefined));
defineProperty(Error, "stackTraceLimit", locked(30));

// Ask the host: the answer is `{"v": result}`, or `{"e": message}`, which becomes an exception here. The call itself
// fails only where the engine cannot make a text of the question or of the answer.
function host(service, method, args) {
  const question = plainText([service, method, args]);
  let text;
  try {
    text = callHost(question);
  } catch (error) {
    if (indexOf(toString(error), "host function failed") < 0) throw error;
    throw new RangeErrorType("the value is too large to hand over");
  }
  const answer = parse(text);
  if (hasOwn(answer, "e")) throw new ErrorType(answer.e);
  return hasOwn(answer, "v") ? answer.v : undefined;
}
