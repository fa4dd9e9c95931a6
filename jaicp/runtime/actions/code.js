function (asked) {
  function headersOf(list) {
    var headers = {};
    (list || []).forEach(function (header) { headers[header.name] = header.value; });
    return headers;
  }
  function requested() {
    var settings = { method: asked.method, headers: headersOf(asked.headers) };
    if (asked.body !== undefined) settings.body = asked.body;
    if (asked.dataType) settings.dataType = asked.dataType;
    if (asked.timeout > 0) settings.timeout = asked.timeout;
    var result = $http.query(asked.url, settings);
    $session.httpStatus = result.status;
    $session.httpResponse = result.isOk ? result.data : result.error;
    return { ok: result.isOk, response: $session.httpResponse };
  }
  function sent() {
    var letter = { to: asked.to, subject: asked.subject, content: asked.content };
    if (asked.attachments) letter.attachments = asked.attachments;
    var result = $mail.send(letter);
    return { ok: result.status === "OK" };
  }
  function filled() {
    var sheets = $integration.googleSheets;
    var result = sheets[asked.operation](asked.integrationId, asked.spreadsheetId, asked.sheetName, asked.body);
    if (asked.operation === "readDataFromCells" && result) {
      result.forEach(function (cell) { if (cell.varName) $session[cell.varName] = cell.value; });
    }
    return { ok: true };
  }
  function called() {
    $request.data = $request.data || {};
    $request.data.args = asked.args;
    if (!asked.name) return {};
    var found = asked.name.split(".").reduce(function (owner, name) { return owner && owner[name]; }, this);
    if (typeof found !== "function") throw new Error("there is no function `" + asked.name + "`");
    found.apply(null, asked.values);
    return {};
  }
  switch (asked.what) {
    case "keep": $session[asked.name] = asked.value; return {};
    case "renew": $reactions.newSession({ message: asked.message, data: asked.data }); return {};
    case "stop": $jsapi.stopSession(); return {};
    case "http": return requested();
    case "mail": return sent();
    case "sheets": return filled();
    default: return called.call($global);
  }
}
