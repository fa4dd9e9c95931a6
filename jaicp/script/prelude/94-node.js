// What code for Node.js finds beside the language. Larger things are read when a script first looks at them.

const webParts = { __proto__: null };

function webPart(name) {
  if (webParts[name] === undefined) {
    const made = makeFunction("jaicp", host("library", "web", [name + ".js"]));
    const inside = { __proto__: null, host, part: webPart, later: addTimer };
    webParts[name] = apply(made, undefined, [inside]);
  }
  return webParts[name];
}

const WEB = {
  __proto__: null,
  buffer: "Buffer",
  url: "URL URLSearchParams",
  fetch: "fetch Headers Request Response FormData AbortController AbortSignal DOMException",
  streams: "ReadableStream Blob File",
  clone: "structuredClone",
};

{
  const parts = keys(WEB);
  for (let i = 0; i < parts.length; i += 1) {
    const names = split(WEB[parts[i]], " ");
    for (let k = 0; k < names.length; k += 1) defineLazy(names[k], () => webPart(parts[i])[names[k]]);
  }
}

function randomBytes(array) {
  if (!ArrayBuffer.isView(array)) throw new TypeErrorType("crypto.getRandomValues takes an array of integers");
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const hex = host("crypto", "bytes", [bytes.length]);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = +("0x" + slice(hex, 2 * i, 2 * i + 2));
  return array;
}

defineGlobal("self", globalObject);
defineGlobal("crypto", { getRandomValues: randomBytes, randomUUID: () => host("crypto", "uuid", []) });
defineGlobal("process", {
  env: { NODE_ENV: "production" }, argv: [], platform: "", version: "", versions: {}, cwd: () => "/",
  nextTick: (job, ...args) => { PromiseType.resolve().then(() => job(...args)); },
});
