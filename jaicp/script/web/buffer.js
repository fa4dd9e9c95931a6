// `Buffer` as packages for Node.js expect it: bytes with encodings.
"use strict";

const Bytes = Uint8Array;
const { fromBase64 } = Uint8Array;
const textBytes = TextEncoder.prototype.encode.bind(new TextEncoder());
const bytesText = TextDecoder.prototype.decode.bind(new TextDecoder("utf-8", { ignoreBOM: true }));
const ofCode = String.fromCharCode;
const hidden = (value) => ({ __proto__: null, value, writable: true, enumerable: false, configurable: true });

const ENCODINGS = {
  __proto__: null, utf8: "utf8", "utf-8": "utf8", hex: "hex", base64: "base64", base64url: "base64url", latin1: "latin1",
  binary: "latin1", ascii: "ascii", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le",
};

function encodingOf(name) {
  if (name === undefined || name === null || name === "") return "utf8";
  const known = ENCODINGS[String(name).toLowerCase()];
  if (known === undefined) throw new TypeError("Unknown encoding: " + String(name));
  return known;
}

function bytesOf(text, name) {
  const encoding = encodingOf(name);
  if (encoding === "utf8") return textBytes(text);
  if (encoding === "base64" || encoding === "base64url") {
    const plain = text.replace(/=[^]*$/, "").replace(/-/g, "+").replace(/_/g, "/");
    const kept = plain.replace(/[^A-Za-z0-9+/]+/g, "");
    return fromBase64.call(Bytes, kept.length % 4 === 1 ? kept.slice(0, -1) : kept);
  }
  if (encoding === "hex") return hexBytes(text);
  const width = encoding === "utf16le" ? 2 : 1;
  const bytes = new Bytes(text.length * width);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    bytes[i * width] = code & 255;
    if (width === 2) bytes[2 * i + 1] = code >> 8;
  }
  return bytes;
}

function hexBytes(text) {
  const [pairs] = /^(?:[0-9a-fA-F]{2})*/.exec(text);
  const bytes = new Bytes(pairs.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = +("0x" + pairs.slice(2 * i, 2 * i + 2));
  return bytes;
}

function textOf(bytes, name) {
  const encoding = encodingOf(name);
  if (encoding === "utf8") return bytesText(bytes);
  if (encoding === "hex") return bytes.toHex();
  if (encoding === "base64") return bytes.toBase64();
  if (encoding === "base64url") return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  let text = "";
  const width = encoding === "utf16le" ? 2 : 1;
  for (let i = 0; i + width <= bytes.length; i += width) {
    const code = width === 2 ? bytes[i] | (bytes[i + 1] << 8) : bytes[i];
    text += ofCode(encoding === "ascii" ? code & 127 : code);
  }
  return text;
}

function makeBuffer() {
  class Buffer extends Bytes {
    constructor(value, offset, length) {
      if (typeof value === "string") super(bytesOf(value, offset));
      else super(value, offset, length);
    }

    static from(value, offset, length) {
      if (typeof value === "string") return new Buffer(bytesOf(value, offset));
      if (value instanceof ArrayBuffer) return new Buffer(value, offset, length);
      if (value !== null && typeof value === "object" && value.type === "Buffer") return new Buffer(value.data);
      if (value === null || typeof value !== "object") {
        throw new TypeError("Buffer.from takes a text, a list of bytes or a buffer");
      }
      return new Buffer(value);
    }

    static alloc(size, fill, encoding) {
      const made = new Buffer(size);
      return fill === undefined ? made : made.fill(fill, 0, size, encoding);
    }

    static allocUnsafe(size) { return new Buffer(size); }

    static allocUnsafeSlow(size) { return new Buffer(size); }

    static isBuffer(value) { return value instanceof Buffer; }

    static isEncoding(name) { return typeof name === "string" && ENCODINGS[name.toLowerCase()] !== undefined; }

    static byteLength(value, encoding) {
      return typeof value === "string" ? bytesOf(value, encoding).length : value.byteLength;
    }

    static concat(list, total) {
      let length = 0;
      for (let i = 0; i < list.length; i += 1) length += list[i].length;
      const made = new Buffer(total === undefined ? length : total);
      let at = 0;
      for (let i = 0; i < list.length && at < made.length; i += 1) {
        const room = made.length - at;
        made.set(list[i].length > room ? list[i].subarray(0, room) : list[i], at);
        at += list[i].length;
      }
      return made;
    }

    static compare(one, other) {
      const shared = one.length < other.length ? one.length : other.length;
      for (let i = 0; i < shared; i += 1) if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1;
      return one.length === other.length ? 0 : one.length < other.length ? -1 : 1;
    }

    toString(encoding, start, end) {
      const whole = start === undefined && end === undefined;
      return textOf(whole ? this : this.subarray(start, end), encoding);
    }

    toJSON() {
      return { type: "Buffer", data: Array.from(this) };
    }

    equals(other) { return Buffer.compare(this, other) === 0; }

    compare(other) { return Buffer.compare(this, other); }

    slice(start, end) { return this.subarray(start, end); }

    fill(value, start, end, encoding) {
      if (typeof value !== "string") return super.fill(value, start, end);
      const bytes = bytesOf(value, typeof start === "string" ? start : encoding);
      const from = typeof start === "number" ? start : 0;
      const to = typeof end === "number" ? end : this.length;
      for (let i = from; i < to; i += 1) this[i] = bytes.length === 0 ? 0 : bytes[(i - from) % bytes.length];
      return this;
    }

    write(text, offset, length, encoding) {
      const at = typeof offset === "number" ? offset : 0;
      const name = typeof offset === "string" ? offset : typeof length === "string" ? length : encoding;
      const room = this.length - at;
      const bytes = bytesOf(text, name);
      const most = typeof length === "number" && length < room ? length : room;
      const count = bytes.length < most ? bytes.length : most;
      for (let i = 0; i < count; i += 1) this[at + i] = bytes[i];
      return count;
    }

    copy(target, targetStart = 0, start = 0, end = this.length) {
      const room = target.length - targetStart;
      const source = this.subarray(start, end - start > room ? start + room : end);
      target.set(source, targetStart);
      return source.length;
    }

    indexOf(value, start) { return this.toString("latin1").indexOf(latinOf(value), start); }

    includes(value, start) { return this.indexOf(value, start) >= 0; }
  }
  const latinOf = (value) => {
    if (typeof value === "number") return ofCode(value & 255);
    return textOf(typeof value === "string" ? bytesOf(value) : value, "latin1");
  };
  addNumbers(Buffer.prototype);
  return Buffer;
}

// `readUInt16LE(offset)`, `writeInt32BE(value, offset)` and their like.
function addNumbers(prototype) {
  const kinds = [["UInt8", "Uint8"], ["Int8", "Int8"]];
  for (const [name, kind] of [["UInt16", "Uint16"], ["Int16", "Int16"], ["UInt32", "Uint32"], ["Int32", "Int32"],
    ["Float", "Float32"], ["Double", "Float64"]]) kinds.push([name + "LE", kind, true], [name + "BE", kind, false]);
  for (const [name, kind, little] of kinds) {
    const size = kind.endsWith("8") ? 1 : kind.endsWith("16") ? 2 : kind.endsWith("32") ? 4 : 8;
    const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const read = function (offset = 0) { return view(this)["get" + kind](offset, little); };
    const write = function (value, offset = 0) {
      view(this)["set" + kind](offset, value, little);
      return offset + size;
    };
    Object.defineProperty(prototype, "read" + name, hidden(read));
    Object.defineProperty(prototype, "write" + name, hidden(write));
    if (!name.startsWith("UInt")) continue;
    Object.defineProperty(prototype, "readUint" + name.slice(4), hidden(read));
    Object.defineProperty(prototype, "writeUint" + name.slice(4), hidden(write));
  }
}

return { Buffer: makeBuffer() };
