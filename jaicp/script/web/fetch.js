// `fetch` and what belongs to it. Requests are made by the host, one at a time, within the limits of `$http`; the
// answer is there when `fetch` returns, so nothing can be aborted under way, and a body is a stream of one piece.
"use strict";

const { URL, URLSearchParams } = jaicp.part("url");
const { ReadableStream, Blob, collected, bytesOf } = jaicp.part("streams");
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

class DOMException extends Error {
  constructor(message = "", name = "Error") {
    super(message);
    Object.defineProperty(this, "name", { value: name, writable: true, enumerable: false, configurable: true });
  }

  get code() { return { AbortError: 20, TimeoutError: 23, DataCloneError: 25 }[this.name] ?? 0; }
}

class Headers {
  #values = new Map();

  constructor(init) {
    if (init === undefined || init === null) return;
    if (typeof init[Symbol.iterator] === "function") for (const [name, value] of init) this.append(name, value);
    else for (const name of Object.keys(init)) this.append(name, init[name]);
  }

  #key(name) {
    if (!TOKEN.test(String(name))) throw new TypeError(`\`${name}\` is no name of a header`);
    return String(name).toLowerCase();
  }

  append(name, value) {
    const key = this.#key(name);
    const text = String(value).trim();
    if (/[\0\r\n]/.test(text)) throw new TypeError(`a line break in the header \`${name}\``);
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, [text]);
    else known.push(text);
  }

  set(name, value) {
    this.#values.delete(this.#key(name));
    this.append(name, value);
  }

  delete(name) { this.#values.delete(this.#key(name)); }

  has(name) { return this.#values.has(this.#key(name)); }

  get(name) { return this.#values.get(this.#key(name))?.join(", ") ?? null; }

  getSetCookie() { return [...(this.#values.get("set-cookie") ?? [])]; }

  forEach(job, self) { for (const [name, value] of this) job.call(self, value, name, this); }

  * entries() { for (const name of [...this.#values.keys()].sort()) yield [name, this.get(name)]; }

  * keys() { for (const [name] of this.entries()) yield name; }

  * values() { for (const [, value] of this.entries()) yield value; }

  [Symbol.iterator]() { return this.entries(); }

  get [Symbol.toStringTag]() { return "Headers"; }
}

class FormData {
  #pairs = [];

  append(name, value, fileName) {
    const isFile = value instanceof Blob;
    if (isFile && (fileName !== undefined || value.name === undefined)) {
      const { File } = jaicp.part("streams");
      value = new File([value], fileName ?? "blob", { type: value.type });
    }
    this.#pairs.push([String(name), isFile ? value : String(value)]);
  }

  set(name, value, fileName) {
    this.delete(name);
    this.append(name, value, fileName);
  }

  delete(name) { this.#pairs = this.#pairs.filter(([key]) => key !== String(name)); }

  get(name) { return this.getAll(name)[0] ?? null; }

  getAll(name) { return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value); }

  has(name) { return this.getAll(name).length > 0; }

  forEach(job, self) { for (const [name, value] of this.#pairs) job.call(self, value, name, this); }

  * entries() { for (const [name, value] of this.#pairs) yield [name, value]; }

  * keys() { for (const [name] of this.#pairs) yield name; }

  * values() { for (const [, value] of this.#pairs) yield value; }

  [Symbol.iterator]() { return this.entries(); }

  get [Symbol.toStringTag]() { return "FormData"; }
}

function formBody(form) {
  const mark = "----jaicp" + jaicp.host("crypto", "bytes", [12]);
  const quoted = (name) => name.replace(/\r\n?|\n/g, "%0D%0A").replace(/"/g, "%22");
  const parts = [];
  for (const [name, value] of form) {
    let head = `--${mark}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
    if (value instanceof Blob) {
      head += `; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type || "application/octet-stream"}`;
    }
    parts.push(`${head}\r\n\r\n`, value, "\r\n");
  }
  return [bytesOf(new Blob([...parts, `--${mark}--\r\n`])), `multipart/form-data; boundary=${mark}`];
}

// A body as a text, as bytes or as a stream, and its type; null where there is none.
function bodyOf(given) {
  if (given === undefined || given === null) return [null, ""];
  if (given instanceof URLSearchParams) return [given.toString(), "application/x-www-form-urlencoded;charset=UTF-8"];
  if (given instanceof FormData) return formBody(given);
  if (given instanceof Blob) return [bytesOf(given).slice(), given.type];
  if (given instanceof ReadableStream) return [given, ""];
  if (given instanceof ArrayBuffer) return [new Uint8Array(given.slice(0)), ""];
  if (ArrayBuffer.isView(given)) return [new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice(), ""];
  return [String(given), "text/plain;charset=UTF-8"];
}

class Body {
  #body;
  #used = false;

  constructor(body) { this.#body = body; }

  get body() {
    if (this.#body === null || this.#body instanceof ReadableStream) return this.#body;
    const content = this.#body;
    this.#body = new ReadableStream({
      pull(controller) {
        controller.enqueue(typeof content === "string" ? encoder.encode(content) : content);
        controller.close();
      },
    });
    return this.#body;
  }

  get bodyUsed() { return this.#used; }

  #take() {
    if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
    if (this.#body !== null) this.#used = true;
    return this.#body ?? "";
  }

  static copied(one) {
    if (one.#used) throw new TypeError("Body is unusable: Body has already been read");
    if (!(one.#body instanceof ReadableStream)) return one.#body;
    const [mine, other] = one.#body.tee();
    one.#body = mine;
    return other;
  }

  async #taken() {
    const body = this.#take();
    return body instanceof ReadableStream ? collected(body) : body;
  }

  async text() {
    const body = await this.#taken();
    return typeof body === "string" ? body : decoder.decode(body);
  }

  async json() { return JSON.parse(await this.text()); }

  async bytes() {
    const body = await this.#taken();
    return typeof body === "string" ? encoder.encode(body) : body;
  }

  async arrayBuffer() { return (await this.bytes()).buffer; }

  async blob() { return new Blob([await this.bytes()], { type: this.headers.get("content-type") ?? "" }); }
}

let fire;  // aborts by a signal
const limits = new WeakMap();  // milliseconds after which a signal fires by itself
const timedOut = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");

class AbortSignal {
  #listeners = [];
  aborted = false;
  reason = undefined;
  onabort = null;

  static {
    fire = (signal, reason) => {
      if (signal.aborted) return;
      signal.aborted = true;
      signal.reason = reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
      const event = { type: "abort", target: signal };
      for (const listener of [signal.onabort, ...signal.#listeners]) if (typeof listener === "function") listener.call(signal, event);
    };
  }

  static abort(reason) {
    const signal = new AbortSignal();
    fire(signal, reason);
    return signal;
  }

  static timeout(milliseconds) {
    const signal = new AbortSignal();
    limits.set(signal, +milliseconds);
    jaicp.later(() => fire(signal, timedOut()), milliseconds, [], false);
    return signal;
  }

  static any(signals) {
    const made = new AbortSignal();
    for (const signal of signals) {
      if (signal.aborted) fire(made, signal.reason);
      else signal.addEventListener("abort", () => fire(made, signal.reason));
      if (limits.has(signal)) limits.set(made, Math.min(limits.get(signal), limits.get(made) ?? Infinity));
    }
    return made;
  }

  addEventListener(type, listener) { if (type === "abort") this.#listeners.push(listener); }

  removeEventListener(type, listener) { this.#listeners = this.#listeners.filter((one) => one !== listener); }

  throwIfAborted() { if (this.aborted) throw this.reason; }

  get [Symbol.toStringTag]() { return "AbortSignal"; }
}

class AbortController {
  signal = new AbortSignal();

  abort(reason) { fire(this.signal, reason); }

  get [Symbol.toStringTag]() { return "AbortController"; }
}

const METHODS = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"]);

class Request extends Body {
  constructor(input, init = {}) {
    const before = input instanceof Request ? input : undefined;
    const hasBody = init.body !== undefined && init.body !== null;
    const [body, type] = hasBody || before === undefined ? bodyOf(init.body) : [Body.copied(before), ""];
    super(body);
    const method = String(init.method ?? before?.method ?? "GET");
    this.method = METHODS.has(method.toUpperCase()) ? method.toUpperCase() : method;
    this.url = before === undefined ? new URL(input).href : before.url;
    this.headers = new Headers(init.headers ?? before?.headers);
    this.signal = init.signal ?? before?.signal ?? new AbortSignal();
    this.redirect = init.redirect ?? before?.redirect ?? "follow";
    this.credentials = init.credentials ?? before?.credentials ?? "same-origin";
    if (body !== null && (this.method === "GET" || this.method === "HEAD")) {
      throw new TypeError("Request with GET/HEAD method cannot have body");
    }
    if (type !== "" && !this.headers.has("content-type")) this.headers.set("content-type", type);
  }

  clone() { return new Request(this, { body: Body.copied(this) }); }

  get [Symbol.toStringTag]() { return "Request"; }
}

class Response extends Body {
  constructor(given = null, init = {}) {
    const [body, type] = bodyOf(given);
    super(body);
    this.status = init.status === undefined ? 200 : +init.status;
    this.statusText = String(init.statusText ?? "");
    this.headers = new Headers(init.headers);
    this.url = init.url ?? "";
    this.type = "default";
    this.redirected = false;
    if (type !== "" && !this.headers.has("content-type")) this.headers.set("content-type", type);
  }

  get ok() { return this.status >= 200 && this.status < 300; }

  clone() { return new Response(Body.copied(this), this); }

  static json(value, init = {}) {
    const made = new Response(JSON.stringify(value), init);
    if (new Headers(init.headers).get("content-type") === null) made.headers.set("content-type", "application/json");
    return made;
  }

  static error() { return Object.assign(new Response(null, { status: 0 }), { type: "error" }); }

  get [Symbol.toStringTag]() { return "Response"; }
}

async function fetch(input, init) {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const given = Body.copied(request);
  const body = given instanceof ReadableStream ? await collected(given) : given;
  const isBytes = body !== null && typeof body !== "string";
  const answer = jaicp.host("http", "fetch", [{
    method: request.method, url: request.url, headers: [...request.headers],
    text: isBytes ? null : body, bytes: isBytes ? body.toBase64() : null, timeout: limits.get(request.signal) ?? null,
  }]);
  if (answer.timedOut === true && limits.has(request.signal)) throw timedOut();
  if (answer.error !== undefined) {
    throw new TypeError("fetch failed", { cause: new Error(answer.error) });
  }
  const content = answer.text === undefined ? Uint8Array.fromBase64(answer.bytes) : answer.text;
  const { status, reason, headers } = answer;
  const made = new Response(null, { status, statusText: reason, headers, url: request.url });
  return withBody(made, content);
}

// An answer has the type that its server gave, and no other.
function withBody(response, content) {
  const { status, statusText, headers, url } = response;
  const type = headers.get("content-type");
  const made = new Response(content, { status, statusText, headers, url });
  if (type === null) made.headers.delete("content-type");
  return made;
}

return { fetch, Headers, Request, Response, FormData, AbortController, AbortSignal, DOMException };
