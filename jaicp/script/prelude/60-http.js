// `$http`: the host makes the request, its answer becomes the result object here.

// A body as scripts get it: a value that the host has made, JSON that is read here, or text. What should be JSON
// and is none stays a text.
function bodyOf(answer) {
  if (hasOwn(answer, "value")) return answer.value;
  if (!hasOwn(answer, "json")) return answer.text;
  if (answer.json === "") return undefined;
  try {
    return parse(answer.json);
  } catch {
    return answer.json;
  }
}

const sourceOf = uncurry(Function.prototype.toString);
const isNative = (value) => typeof value === "function" && exec(/\{\s*\[native code\]\s*\}$/, sourceOf(value)) !== null;

// `then` and `catch` look like a promise's, but run at once and give the result itself. `await` hands over functions
// of the engine: it gets the result, without the callbacks.
function withCallbacks(result) {
  const then = (done, failed) => {
    if (isNative(done)) {
      done(withFieldsOf({}, result));
      return undefined;
    }
    if (result.isOk && typeof done === "function") done(result.data, result.status, result.response);
    if (!result.isOk && typeof failed === "function") failed(result.response, result.status, result.error);
    return result;
  };
  defineProperty(result, "then", field(then, false));
  defineProperty(result, "catch", field((failed) => then(undefined, failed), false));
  return result;
}

function httpResult(answer) {
  const result = { isOk: answer.isOk, status: answer.status, data: undefined, error: undefined, response: {} };
  if (answer.isOk) {
    result.data = bodyOf(answer);
    result.response = { status: answer.status, statusText: answer.reason, headers: answer.headers, data: result.data };
  } else {
    result.error = answer.error;
  }
  return withCallbacks(result);
}

function request(url, settings, method) {
  const asked = isObject(settings) ? withFieldsOf(method === undefined ? {} : { method }, settings) : { method };
  return httpResult(host("http", "query", [url, asked]));
}

defineGlobal("$http", {
  query: (url, settings) => request(url, settings),
  get: (url, settings) => request(url, settings, "GET"),
  post: (url, settings) => request(url, settings, "POST"),
  put: (url, settings) => request(url, settings, "PUT"),
  delete: (url, settings) => request(url, settings, "DELETE"),
  config: (settings) => { host("http", "config", [settings]); },
  check: (method, urls) => host("http", "check", [method, urls]),
  checkUrls: (method, urls, findFirst) => host("http", "checkUrls", [method, urls, findFirst]),
});
