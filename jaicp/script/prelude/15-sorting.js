// `Array.prototype.sort` with a function, as Java sorts for the platform's scripts: stretches that are in order stay,
// short ones are grown by binary insertion, and neighbours are merged. Any stable sort gives the same for functions that
// compare; public bots also pass functions that answer `a < b`, never less than 0, which leaves a list as it is there.

const SHORTEST_CUT = 32;
const sortNatively = uncurry(Array.prototype.sort);

// The end of the stretch at `start` that is in order; one that falls strictly is turned around.
function orderedUntil(list, start, end, compare) {
  let at = start + 1;
  if (at === end) return end;
  let before = list[at];
  if (compare(before, list[start]) < 0) {
    while (++at < end && compare(list[at], before) < 0) before = list[at];
    for (let low = start, high = at - 1; low < high; low += 1, high -= 1) {
      const kept = list[low];
      list[low] = list[high];
      list[high] = kept;
    }
    return at;
  }
  while (++at < end && !(compare(list[at], before) < 0)) before = list[at];
  return at;
}

// Put the items from `next` on, one by one, into the ordered stretch that lies between `start` and them.
function insertAll(list, start, next, end, compare) {
  for (let at = next; at < end; at += 1) {
    const item = list[at];
    let low = start;
    let high = at;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(item, list[middle]) < 0) high = middle;
      else low = middle + 1;
    }
    for (let to = at; to > low;) list[to] = list[--to];
    list[low] = item;
  }
}

// How long stretches have to be at least: between 16 and 32, so that their number is close to a power of two.
function leastStretch(length) {
  let rest = 0;
  let least = length;
  while (least >= SHORTEST_CUT) {
    rest |= least & 1;
    least >>= 1;
  }
  return least + rest;
}

// Merge two ordered neighbours of `source` into `target`; of equals, the left one comes first.
function mergeInto(target, source, start, middle, end, compare) {
  let at = start;
  let left = start;
  let right = middle;
  if (left < middle && right < end) {
    let first = source[left];
    let second = source[right];
    for (;;) {
      if (compare(second, first) < 0) {
        target[at++] = second;
        if (++right === end) break;
        second = source[right];
      } else {
        target[at++] = first;
        if (++left === middle) break;
        first = source[left];
      }
    }
  }
  while (left < middle) target[at++] = source[left++];
  while (right < end) target[at++] = source[right++];
}

// The ends of stretches that are in order, after they have been brought into it.
function stretches(list, compare) {
  const { length } = list;
  const least = leastStretch(length);
  const ends = bare();
  for (let start = 0; start < length;) {
    const natural = orderedUntil(list, start, length, compare);
    let end = start + least;
    if (end > length) end = length;
    if (end < natural) end = natural;
    insertAll(list, start, natural, end, compare);
    ends[ends.length] = start = end;
  }
  return ends;
}

// The items of a list without holes, in order; the list itself is used up.
function inOrder(list, compare) {
  let ends = stretches(list, compare);
  let source = list;
  let target = bare();
  while (ends.length > 1) {
    const merged = bare();
    for (let i = 0, start = 0; i < ends.length; i += 2) {
      const middle = ends[i];
      const end = i + 1 < ends.length ? ends[i + 1] : middle;
      mergeInto(target, source, start, middle, end, compare);
      merged[merged.length] = start = end;
    }
    ends = merged;
    [source, target] = [target, source];
  }
  return source;
}

const sorting = {
  sort(compare) {
    if (typeof compare !== "function" || this === undefined || this === null) return sortNatively(this, compare);
    const owner = toObject(this);
    const { length } = owner;
    const found = bare();
    let present = 0;
    for (let i = 0; i < length; i += 1) {
      const item = owner[i];
      if (item !== undefined) found[found.length] = item;
      else if (!(i in owner)) continue;
      present += 1;
    }
    const result = inOrder(found, compare);
    for (let i = 0; i < result.length; i += 1) owner[i] = result[i];
    for (let i = result.length; i < length; i += 1) {
      if (i < present) owner[i] = undefined;
      else delete owner[i];
    }
    return owner;
  },
};

defineProperty(arrayPrototype, "sort", field(sorting.sort, false));
