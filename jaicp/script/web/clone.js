// `structuredClone` of what scripts hold: plain objects, lists, maps, sets, dates, regular expressions, errors, bytes.
"use strict";

const refuse = (value) => {
  const what = typeof value === "function" ? `the function \`${value.name}\`` : `a ${typeof value}`;
  const { DOMException } = jaicp.part("fetch");
  throw new DOMException(`${what} cannot be cloned`, "DataCloneError");
};

function cloned(value, known) {
  if (typeof value === "function" || typeof value === "symbol") refuse(value);
  if (value === null || typeof value !== "object") return value;
  if (known.has(value)) return known.get(value);
  const keep = (made) => {
    known.set(value, made);
    return made;
  };
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (value instanceof DataView) return keep(new DataView(cloned(value.buffer, known), value.byteOffset, value.byteLength));
  if (ArrayBuffer.isView(value)) return keep(new value.constructor(cloned(value.buffer, known), value.byteOffset, value.length));
  if (value instanceof Map) {
    const made = keep(new Map());
    for (const [key, one] of value) made.set(cloned(key, known), cloned(one, known));
    return made;
  }
  if (value instanceof Set) {
    const made = keep(new Set());
    for (const one of value) made.add(cloned(one, known));
    return made;
  }
  if (value instanceof Error) {
    const made = keep(new Error(value.message));
    made.name = value.name;
    return made;
  }
  const made = keep(Array.isArray(value) ? new Array(value.length) : {});
  for (const key of Object.keys(value)) made[key] = cloned(value[key], known);
  return made;
}

return { structuredClone: (value) => cloned(value, new Map()) };
