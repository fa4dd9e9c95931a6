// `ReadableStream`, `Blob` and `File`, as far as packages use them with requests: streams are read by one reader, piece
// by piece, and nothing pushes back.
"use strict";

class ReadableStream {
  #pieces = [];
  #isClosed = false;
  #failure = undefined;
  #wake = [];
  #source;
  #controller;
  #isLocked = false;

  constructor(source = {}) {
    this.#source = source;
    const settle = () => { for (const wake of this.#wake.splice(0)) wake(); };
    this.#controller = {
      desiredSize: 1,
      enqueue: (piece) => {
        if (this.#isClosed) throw new TypeError("the stream is closed");
        this.#pieces.push(piece);
        settle();
      },
      close: () => {
        this.#isClosed = true;
        settle();
      },
      error: (reason) => {
        this.#failure = { reason };
        settle();
      },
    };
    source.start?.(this.#controller);
  }

  static from(items) {
    const given = items[Symbol.asyncIterator]?.() ?? items[Symbol.iterator]();
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await given.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    });
  }

  get locked() { return this.#isLocked; }

  async #next() {
    for (;;) {
      if (this.#pieces.length > 0) return { done: false, value: this.#pieces.shift() };
      if (this.#failure !== undefined) throw this.#failure.reason;
      if (this.#isClosed) return { done: true, value: undefined };
      if (typeof this.#source.pull === "function") await this.#source.pull(this.#controller);
      else await new Promise((wake) => { this.#wake.push(wake); });
    }
  }

  getReader() {
    if (this.#isLocked) throw new TypeError("the stream is read by somebody else already");
    this.#isLocked = true;
    return {
      read: () => this.#next(),
      releaseLock: () => { this.#isLocked = false; },
      cancel: (reason) => this.#end(reason),
      closed: Promise.resolve(),
    };
  }

  async #end(reason) {
    this.#pieces = [];
    this.#isClosed = true;
    await this.#source.cancel?.(reason);
  }

  async cancel(reason) {
    if (this.#isLocked) throw new TypeError("the stream is read by somebody else");
    await this.#end(reason);
  }

  tee() {
    const reader = this.getReader();
    const controllers = [];
    const pull = async () => {
      const { done, value } = await reader.read();
      for (const one of controllers) {
        if (done) one.close();
        else one.enqueue(value);
      }
    };
    const branch = () => new ReadableStream({ start: (controller) => { controllers.push(controller); }, pull });
    return [branch(), branch()];
  }

  async * values() {
    const reader = this.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      reader.releaseLock();
    }
  }

  [Symbol.asyncIterator]() { return this.values(); }

  get [Symbol.toStringTag]() { return "ReadableStream"; }
}

const encoder = new TextEncoder();
const asBytes = (piece) => {
  if (piece instanceof ArrayBuffer) return new Uint8Array(piece);
  if (ArrayBuffer.isView(piece)) return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  return encoder.encode(String(piece));
};

function joined(pieces) {
  const made = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    made.set(piece, at);
    at += piece.length;
  }
  return made;
}

async function collected(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(asBytes(piece));
  return joined(pieces);
}

let bytesOf;

class Blob {
  #bytes;
  #type;

  static { bytesOf = (blob) => blob.#bytes; }

  constructor(parts = [], { type = "" } = {}) {
    this.#bytes = joined([...parts].map((part) => (part instanceof Blob ? part.#bytes : asBytes(part))));
    this.#type = String(type).toLowerCase();
  }

  get size() { return this.#bytes.length; }

  get type() { return this.#type; }

  slice(start, end, type) { return new Blob([this.#bytes.slice(start, end)], { type }); }

  async text() { return new TextDecoder().decode(this.#bytes); }

  async bytes() { return this.#bytes.slice(); }

  async arrayBuffer() { return this.#bytes.slice().buffer; }

  stream() { return ReadableStream.from([this.#bytes.slice()]); }

  get [Symbol.toStringTag]() { return "Blob"; }
}

class File extends Blob {
  constructor(parts, name, options = {}) {
    super(parts, options);
    this.name = String(name);
    this.lastModified = options.lastModified ?? 0;
  }

  get [Symbol.toStringTag]() { return "File"; }
}

return { ReadableStream, Blob, File, collected, bytesOf };
