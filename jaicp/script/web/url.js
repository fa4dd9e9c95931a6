// `URL` and `URLSearchParams` as the URL standard has them, for the addresses that bots use: host names are not looked
// at closer than that they hold no forbidden character, and numbers for IPv4 are only read with four parts.
"use strict";

const PORTS = { "http:": "80", "https:": "443", "ws:": "80", "wss:": "443", "ftp:": "21", "file:": "" };
const isSpecial = (protocol) => Object.hasOwn(PORTS, protocol);
const encoder = new TextEncoder();

const percent = (text, unsafe) => text.replace(unsafe, (sign) => {
  let made = "";
  for (const byte of encoder.encode(sign)) made += "%" + byte.toString(16).toUpperCase().padStart(2, "0");
  return made;
});
const IN_FRAGMENT = /[\0-\x20"<>`]|[^\0-\x7e]/gu;
const IN_QUERY = /[\0-\x20"#<>]|[^\0-\x7e]/gu;
const IN_SPECIAL_QUERY = /[\0-\x20"#<>']|[^\0-\x7e]/gu;
const IN_PATH = /[\0-\x20"#<>?`{}]|[^\0-\x7e]/gu;
const IN_USER = /[\0-\x20"#<>?^`{}/:;=@[\\\]|]|[^\0-\x7e]/gu;
const IN_OPAQUE = /[\0-\x1f]|[^\0-\x7e]/gu;

function invalid(text) {
  const error = new TypeError(`Invalid URL: ${text}`);
  error.code = "ERR_INVALID_URL";
  error.input = text;
  return error;
}

const isDot = (part) => /^(?:\.|%2e)$/i.test(part);
const isTwoDots = (part) => /^(?:\.|%2e){2}$/i.test(part);

// The path without `.` and `..`, on top of the parts of another one.
function resolved(text, start, special) {
  const parts = (special ? text.replace(/\\/g, "/") : text).split("/");
  const made = [...start];
  parts.forEach((part, i) => {
    const isLast = i === parts.length - 1;
    if (isTwoDots(part)) {
      made.pop();
      if (isLast) made.push("");
    } else if (isDot(part)) {
      if (isLast) made.push("");
    } else made.push(percent(part, IN_PATH));
  });
  return made;
}

function hostOf(text, special, input) {
  if (text.startsWith("[")) {
    if (!/^\[[0-9a-fA-F:.]+\]$/.test(text)) throw invalid(input);
    return text.toLowerCase();
  }
  if (!special) {
    if (/[\0\t\n\r #/<>?@[\\\]^|]/.test(text)) throw invalid(input);
    return percent(text, IN_OPAQUE);
  }
  let name;
  try {
    name = decodeURIComponent(text).toLowerCase();
  } catch {
    throw invalid(input);
  }
  if (/[^\0-\x7f]/.test(name)) {
    name = jaicp.host("url", "ascii", [name]);
    if (name === null) throw invalid(input);
  }
  if (name === "" || /[\0-\x20#%/:<>?@[\\\]^`{|}\x7f]/.test(name)) throw invalid(input);
  const numbers = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name);
  if (numbers !== null && numbers.slice(1).some((one) => +one > 255)) throw invalid(input);
  return name;
}

function authorityInto(url, text, special, input) {
  const at = text.lastIndexOf("@");
  if (at >= 0) {
    const [user, ...rest] = text.slice(0, at).split(":");
    url.username = percent(user, IN_USER);
    url.password = percent(rest.join(":"), IN_USER);
  }
  const place = text.slice(at + 1);
  const port = /:(\d*)$/.exec(place);
  const name = port === null ? place : place.slice(0, port.index);
  if (port === null && /:[^\]]*$/.test(place) && !place.endsWith("]")) throw invalid(input);
  if (url.protocol === "file:" && name === "") return;
  url.hostname = hostOf(name, special, input);
  if (port !== null && port[1] !== "") {
    if (+port[1] > 65535) throw invalid(input);
    url.port = String(+port[1]) === PORTS[url.protocol] ? "" : String(+port[1]);
  }
}

function parsed(given, base) {
  const input = String(given);
  const text = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, "").replace(/[\t\n\r]/g, "");
  const hashAt = text.indexOf("#");
  const hash = hashAt < 0 ? "" : percent(text.slice(hashAt + 1), IN_FRAGMENT);
  const whole = hashAt < 0 ? text : text.slice(0, hashAt);
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(whole);
  const url = {
    protocol: "", username: "", password: "", hostname: null, port: "", path: [], opaque: undefined,
    search: "", hash: hash === "" ? "" : "#" + hash,
  };
  let rest = whole;
  if (scheme !== null) {
    url.protocol = scheme[0].toLowerCase();
    rest = whole.slice(scheme[0].length);
    const isRelative = base !== undefined && base.protocol === url.protocol && isSpecial(url.protocol) && !/^[/\\]/.test(rest);
    if (!isRelative) return absolute(url, rest, input);
  }
  if (base === undefined) throw invalid(input);
  return relative(url, rest, base, input);
}

function split(url, rest) {
  const queryAt = rest.indexOf("?");
  if (queryAt >= 0) {
    const query = percent(rest.slice(queryAt + 1), isSpecial(url.protocol) ? IN_SPECIAL_QUERY : IN_QUERY);
    url.search = query === "" ? "" : "?" + query;
  }
  return queryAt < 0 ? rest : rest.slice(0, queryAt);
}

function absolute(url, rest, input) {
  const special = isSpecial(url.protocol);
  const before = split(url, rest);
  const slashes = special && url.protocol !== "file:" ? /^[/\\]*/.exec(before)[0] : /^\/\//.exec(before)?.[0];
  if (slashes === undefined && !special) {
    if (before.startsWith("/")) url.path = resolved(before.slice(1), [], false);
    else url.opaque = percent(before, IN_OPAQUE);
    return url;
  }
  const behind = before.slice(slashes === undefined ? 0 : slashes.length);
  const end = slashes === undefined ? 0 : behind.search(special ? /[/\\]/ : /\//);
  url.hostname = "";
  authorityInto(url, end < 0 ? behind : behind.slice(0, end), special, input);
  const path = end < 0 ? "" : behind.slice(end).replace(special ? /^[/\\]/ : /^\//, "");
  url.path = end < 0 && !special ? [] : resolved(path, [], special);
  return url;
}

function relative(url, rest, base, input) {
  if (base.opaque !== undefined) {
    if (rest === "" && url.hash !== "") return { ...base, hash: url.hash };
    throw invalid(input);
  }
  url.protocol = base.protocol;
  const special = isSpecial(url.protocol);
  if (special ? /^[/\\]{2}/.test(rest) : rest.startsWith("//")) return absolute(url, rest, input);
  Object.assign(url, { username: base.username, password: base.password, hostname: base.hostname, port: base.port });
  const path = split(url, rest);
  if (path === "") {
    url.path = [...base.path];
    if (!rest.startsWith("?")) url.search = base.search;
  } else if (special ? /^[/\\]/.test(path) : path.startsWith("/")) url.path = resolved(path.slice(1), [], special);
  else url.path = resolved(path, base.path.slice(0, -1), special);
  return url;
}

const pathOf = (url) => (url.opaque === undefined ? url.path.map((part) => "/" + part).join("") : url.opaque);

function hrefOf(url) {
  let text = url.protocol;
  if (url.hostname !== null) {
    text += "//";
    if (url.username !== "" || url.password !== "") {
      text += url.username + (url.password === "" ? "" : ":" + url.password) + "@";
    }
    text += url.hostname + (url.port === "" ? "" : ":" + url.port);
  }
  return text + pathOf(url) + url.search + url.hash;
}

const IN_FORM = /[!'()~]/g;

function formEncoded(text) {
  const safe = text.toWellFormed();
  return encodeURIComponent(safe).replace(IN_FORM, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase()).replace(/%20/g, "+");
}

function formDecoded(text) {
  const spaced = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (found) => {
      const bytes = Uint8Array.fromHex(found.replace(/%/g, ""));
      return new TextDecoder().decode(bytes);
    });
  }
}

let noteChange;  // tells the address of some parameters that they have changed
let takeQuery;

class URLSearchParams {
  #pairs = [];
  #changed = () => {};

  static {
    noteChange = (params, changed) => { params.#changed = changed; };
    takeQuery = (params, text) => { params.#pairs = pairsOf(text); };
  }

  constructor(init = "") {
    if (init !== null && typeof init === "object") {
      if (typeof init[Symbol.iterator] === "function") {
        for (const pair of init) {
          const [name, value, ...more] = pair;
          if (more.length > 0 || value === undefined) throw new TypeError("each query pair is a name and a value");
          this.#pairs.push([String(name), String(value)]);
        }
      } else for (const name of Object.keys(init)) this.#pairs.push([name, String(init[name])]);
    } else this.#pairs = pairsOf(String(init));
  }

  get size() { return this.#pairs.length; }

  append(name, value) {
    this.#pairs.push([String(name), String(value)]);
    this.#changed();
  }

  delete(name, value) {
    this.#pairs = this.#pairs.filter(([key, one]) => key !== String(name) || (value !== undefined && one !== String(value)));
    this.#changed();
  }

  get(name) {
    const found = this.#pairs.find(([key]) => key === String(name));
    return found === undefined ? null : found[1];
  }

  getAll(name) { return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value); }

  has(name, value) {
    return this.#pairs.some(([key, one]) => key === String(name) && (value === undefined || one === String(value)));
  }

  set(name, value) {
    const at = this.#pairs.findIndex(([key]) => key === String(name));
    if (at < 0) this.#pairs.push([String(name), String(value)]);
    else {
      this.#pairs = this.#pairs.filter(([key], i) => i === at || key !== String(name));
      this.#pairs[at][1] = String(value);
    }
    this.#changed();
  }

  sort() {
    this.#pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    this.#changed();
  }

  forEach(job, self) { for (const [name, value] of this.#pairs) job.call(self, value, name, this); }

  * entries() { for (const [name, value] of this.#pairs) yield [name, value]; }

  * keys() { for (const [name] of this.#pairs) yield name; }

  * values() { for (const [, value] of this.#pairs) yield value; }

  [Symbol.iterator]() { return this.entries(); }

  toString() { return this.#pairs.map((pair) => pair.map(formEncoded).join("=")).join("&"); }

  get [Symbol.toStringTag]() { return "URLSearchParams"; }
}

function pairsOf(text) {
  const parts = text.replace(/^\?/, "").split("&").filter((part) => part !== "");
  return parts.map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [formDecoded(part), ""] : [formDecoded(part.slice(0, at)), formDecoded(part.slice(at + 1))];
  });
}

class URL {
  #url;
  #params;

  constructor(url, base) {
    this.#url = parsed(url, base === undefined ? undefined : parsed(base, undefined));
    this.#params = new URLSearchParams(this.#url.search);
    noteChange(this.#params, () => {
      const text = this.#params.toString();
      this.#url.search = text === "" ? "" : "?" + text;
    });
  }

  static canParse(url, base) {
    try {
      return Boolean(new URL(url, base));
    } catch {
      return false;
    }
  }

  static parse(url, base) { return URL.canParse(url, base) ? new URL(url, base) : null; }

  get href() { return hrefOf(this.#url); }

  set href(text) {
    this.#url = parsed(text, undefined);
    takeQuery(this.#params, this.#url.search);
  }

  get origin() {
    const { protocol, hostname } = this.#url;
    return isSpecial(protocol) && protocol !== "file:" && hostname !== null ? `${protocol}//${this.host}` : "null";
  }

  get protocol() { return this.#url.protocol; }

  set protocol(text) {
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):?/.exec(String(text));
    if (scheme === null || isSpecial(scheme[1].toLowerCase() + ":") !== isSpecial(this.#url.protocol)) return;
    this.#url.protocol = scheme[1].toLowerCase() + ":";
    if (this.#url.port === PORTS[this.#url.protocol]) this.#url.port = "";
  }

  get username() { return this.#url.username; }

  set username(text) { if (this.#url.hostname) this.#url.username = percent(String(text), IN_USER); }

  get password() { return this.#url.password; }

  set password(text) { if (this.#url.hostname) this.#url.password = percent(String(text), IN_USER); }

  get host() { return (this.#url.hostname ?? "") + (this.#url.port === "" ? "" : ":" + this.#url.port); }

  set host(text) { this.#place(String(text), true); }

  get hostname() { return this.#url.hostname ?? ""; }

  set hostname(text) { this.#place(String(text), false); }

  get port() { return this.#url.port; }

  set port(text) {
    const port = /^\d*/.exec(String(text))[0];
    if (+port <= 65535) this.#url.port = port === "" || String(+port) === PORTS[this.#url.protocol] ? "" : String(+port);
  }

  get pathname() { return pathOf(this.#url); }

  set pathname(text) {
    if (this.#url.opaque !== undefined) return;
    const special = isSpecial(this.#url.protocol);
    this.#url.path = resolved(String(text).replace(special ? /^[/\\]/ : /^\//, ""), [], special);
  }

  get search() { return this.#url.search; }

  set search(text) {
    const query = percent(String(text).replace(/^\?/, ""), isSpecial(this.#url.protocol) ? IN_SPECIAL_QUERY : IN_QUERY);
    this.#url.search = query === "" ? "" : "?" + query;
    takeQuery(this.#params, this.#url.search);
  }

  get searchParams() { return this.#params; }

  get hash() { return this.#url.hash; }

  set hash(text) {
    const hash = percent(String(text).replace(/^#/, ""), IN_FRAGMENT);
    this.#url.hash = hash === "" ? "" : "#" + hash;
  }

  #place(text, withPort) {
    if (this.#url.hostname === null) return;
    const found = { ...this.#url };
    try {
      authorityInto(found, /^[^/?#\\]*/.exec(text)[0].replace(withPort ? "" : /:\d*$/, ""), isSpecial(found.protocol), text);
    } catch {
      return;
    }
    Object.assign(this.#url, { hostname: found.hostname, port: withPort ? found.port : this.#url.port });
  }

  toString() { return this.href; }

  toJSON() { return this.href; }

  get [Symbol.toStringTag]() { return "URL"; }
}

return { URL, URLSearchParams };
