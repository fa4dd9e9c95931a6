// `_` and `moment`: ordinary globals whose code is read and run when a script first looks at them, so that a bot
// without them pays nothing. Their files see a module of their own, as under Node.js.

const lazyGlobals = [];

function libraryText(name, path) {
  const text = host("library", "read", [path]);
  if (typeof text === "string") return text;
  throw new ErrorType("`" + name + "` is missing: this installation lacks its JavaScript libraries; " +
    "install jaicp again where the npm registry can be reached");
}

function runModule(name, path, require) {
  const module = { exports: {} };
  const made = makeFunction("exports", "module", "require", libraryText(name, path));
  apply(made, globalObject, [module.exports, module, require]);
  return module.exports;
}

// Locales come one by one, when moment asks for them.
const LOCALE = /^\.\/locale\/(ru|kk)$/;

// What changes moment itself, in places that nobody else can reach: a turn that calls one costs the world.
const SETTINGS_OF_MOMENT = ["updateLocale", "defineLocale", "relativeTimeThreshold", "relativeTimeRounding"];

function loadMoment() {
  let made;
  let isOwnWork = false;
  const require = (path) => {
    if (path === "../moment") return made;
    const found = exec(LOCALE, path);
    if (found === null) throw new ErrorType("there is no `" + path + "`");
    isOwnWork = true;
    try {
      return runModule("moment", "moment/locale/" + found[1] + ".js", require);
    } finally {
      isOwnWork = false;
    }
  };
  made = runModule("moment", "moment/moment.js", require);
  for (let i = 0; i < SETTINGS_OF_MOMENT.length; i += 1) {
    const name = SETTINGS_OF_MOMENT[i];
    const change = made[name];
    made[name] = function (...args) {
      if (!isOwnWork && args.length > 1) mustRenew = true;
      return apply(change, made, args);
    };
  }
  made.suppressDeprecationWarnings = true;
  localeOfMoment = made.locale;
  return made;
}

// The locale is the one setting of a library that bots change in passing: each turn begins with that of loading.
let localeOfMoment;
let loadedLocale = "en";

function keepLocale() {
  if (localeOfMoment !== undefined) loadedLocale = localeOfMoment();
}

function restoreLocale() {
  if (localeOfMoment !== undefined && localeOfMoment() !== loadedLocale) localeOfMoment(loadedLocale);
}

// A global whose value is made when a script first looks at it, and which files and turns may replace.
function defineLazy(name, load) {
  const lazy = { __proto__: null, name, load, own: undefined, isReplaced: false, value: undefined };
  append(lazyGlobals, lazy);
  defineVariable(name, () => {
    if (lazy.isReplaced) return lazy.value;
    if (lazy.own === undefined) {
      lazy.own = lazy.load();
      if (guarded.length > 0) guardLibrary(lazy.own);
    }
    return lazy.own;
  }, (value) => {
    lazy.isReplaced = true;
    lazy.value = value;
  });
}

// What files of the bot have put in its place stays; what a turn has put there does not.
function keepLazyGlobals() {
  for (let i = 0; i < lazyGlobals.length; i += 1) {
    lazyGlobals[i].loaded = { __proto__: null, isReplaced: lazyGlobals[i].isReplaced, value: lazyGlobals[i].value };
  }
  keepLocale();
}

function restoreLazyGlobals() {
  for (let i = 0; i < lazyGlobals.length; i += 1) {
    const { loaded } = lazyGlobals[i];
    lazyGlobals[i].isReplaced = loaded.isReplaced;
    lazyGlobals[i].value = loaded.value;
  }
  restoreLocale();
}

defineLazy("moment", loadMoment);
defineLazy("_", () => runModule("_", "underscore/underscore.js", undefined));
