// `$reactions`: replies and moves. All functions work detached from their object and ignore extra arguments.

// Path arithmetic of the scenario language: absolute paths win, `.` and `..` are steps.
function resolvePath(base, relative) {
  const path = slice(relative, 0, 1) === "/" ? relative : base + "/" + relative;
  const steps = split(path, "/");
  const kept = [];
  for (let i = 0; i < steps.length; i += 1) {
    const step = steps[i];
    if (step === "..") kept.length = kept.length > 0 ? kept.length - 1 : 0;
    else if (step !== "" && step !== ".") append(kept, step);
  }
  let resolved = "";
  for (let i = 0; i < kept.length; i += 1) resolved += "/" + kept[i];
  return resolved === "" ? "/" : resolved;
}

function currentState() {
  const state = read(slots.currentState);
  return typeof state === "string" && state !== "" ? state : "/";
}

function fromHere(path) {
  return resolvePath(currentState(), trim(toString(path)));
}

function replyList() {
  const response = responseObject();
  if (!isArray(response.replies)) defineProperty(response, "replies", field([], true));
  return response.replies;
}

function addReply(reply) {
  if (!hasOwn(reply, "state")) defineProperty(reply, "state", field(currentState(), true));
  append(replyList(), reply);
}

// `reply` with the fields of `source` that it has not yet.
function withFieldsOf(reply, source) {
  const names = keys(source);
  for (let i = 0; i < names.length; i += 1) {
    if (!hasOwn(reply, names[i])) defineProperty(reply, names[i], field(source[names[i]], true));
  }
  return reply;
}

function filled(value) {
  return fill(show(value), undefined);
}

function answer(value) {
  if (!isObject(value) || isArray(value)) {
    addReply({ type: "text", text: filled(value) });
    return;
  }
  const said = hasOwn(value, "value") ? value.value : hasOwn(value, "text") ? value.text : value.html;
  const reply = { type: "text", text: filled(said) };
  if (hasOwn(value, "tts")) reply.tts = filled(value.tts);
  if (hasOwn(value, "html")) {
    reply.html = filled(value.html);
    reply.markup = "html";
  }
  if (hasOwn(value, "markup")) reply.markup = value.markup;
  withFieldsOf(reply, value);
  deleteProperty(reply, "value");
  addReply(reply);
}

// One button as an object; the path of its `transition` is counted from the state that shows it.
function toButton(item) {
  if (!isObject(item)) return { text: show(item) };
  const inner = isObject(item.button) ? item.button : item;
  const button = withFieldsOf({}, inner);
  const target = hasOwn(item, "transition") ? item.transition : button.transition;
  if (typeof target === "string") button.transition = fromHere(target);
  else if (isObject(target)) button.transition = withFieldsOf({ value: fromHere(target.value) }, target);
  return button;
}

function addButtons(type, items) {
  const list = isArray(items) ? items : [items];
  const buttons = [];
  for (let i = 0; i < list.length; i += 1) append(buttons, toButton(list[i]));
  addReply({ type, buttons });
}

function addMedia(type, key, url, nameKey, name) {
  const reply = { type };
  reply[key] = show(url);
  if (name !== undefined && name !== null && !isObject(name)) reply[nameKey] = show(name);
  addReply(reply);
}

// The move asked for last is made when the running script has ended.
function transition(target) {
  const isPair = isObject(target);
  const path = isPair ? target.value : target;
  const state = fromHere(path);
  defineProperty(tempObject(), "transition",
    field({ state, deferred: isPair && target.deferred === true }, true));
}

const INTERVAL = /^(?:\s*(\d{1,2})\s*(?:hours|hour|h))?(?:\s*(\d{1,2})\s*(?:minutes|minute|min|m))?(?:\s*(\d{1,2})\s*(?:seconds|second|sec|s))?\s*$/;
const LONGEST_TIMEOUT = 99 * 3600;

// Seconds of an interval: a number of them, or words such as `1h 5 min 3 sec`.
function seconds(interval) {
  const text = trim(show(interval));
  let total = typeof interval === "number" || exec(/^\d+$/, text) ? +text : -1;
  if (total < 0 && text !== "") {
    const found = exec(INTERVAL, text);
    if (found !== null) total = (found[1] || 0) * 3600 + (found[2] || 0) * 60 + (found[3] || 0) * 1;
  }
  if (!(total >= 0 && total <= LONGEST_TIMEOUT)) {
    throw new ErrorType("$reactions.timeout: the interval `" + text + "` is not a time of up to 99 hours");
  }
  return total;
}

function timeout(options) {
  if (!isObject(options)) throw new TypeErrorType("$reactions.timeout takes {interval, targetState}");
  const reply = { type: "timeout", interval: seconds(options.interval), targetState: fromHere(options.targetState) };
  const replies = replyList();
  for (let i = 0; i < replies.length; i += 1) {
    const other = replies[i];
    if (isObject(other) && other.type === "timeout" && other.state === currentState()) {
      throw new ErrorType("$reactions.timeout: this state has a timeout already");
    }
  }
  addReply(reply);
}

let givenNumbers = 0;

// A number that was fixed in the request, else one of the host; both are recorded in the response.
function smartRandom(max) {
  const data = peek(read(slots.request) || {}, "data");
  const fixed = isObject(data) ? data.smartRandom : undefined;
  const isFixed = isArray(fixed) && givenNumbers < fixed.length;
  const number = isFixed ? fixed[givenNumbers] : host("reactions", "random", [positive("$reactions.random", max)]);
  givenNumbers += 1;
  const response = responseObject();
  if (!isObject(response.data)) response.data = {};
  if (!isArray(response.data.smartRandom)) response.data.smartRandom = [];
  append(response.data.smartRandom, number);
  return number;
}

function positive(method, max) {
  const whole = floor(+max);
  if (!isInteger(whole) || whole < 1) throw new ErrorType(method + " needs a number of at least 1");
  return whole;
}

defineGlobal("$reactions", {
  answer: (value) => { answer(value); },
  buttons: (items) => { addButtons("buttons", items); },
  inlineButtons: (items) => { addButtons("inlineButtons", items); },
  image: (url, text) => { addMedia("image", "imageUrl", url, "text", text); },
  audio: (url, name) => { addMedia("audio", "audioUrl", url, "audioName", name); },
  video: (url, name) => { addMedia("video", "videoUrl", url, "videoName", name); },
  location: (lat, lon) => { addReply({ type: "location", lat, lon }); },
  transition: (target) => { transition(target); },
  timeout: (options) => { timeout(options); },
  random: (max) => smartRandom(max),
  template: (text, scope) => fill(show(text), scope),
});
