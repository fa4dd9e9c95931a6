// The client's side of the protocol against the real server: started and told as the extension does it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createProtocolConnection } from "vscode-languageserver-protocol/node";
import { BROKEN, FINE, jaicp, load, makeBot, root } from "./bots.mjs";

const { serverCommand, serverSettings, programOf, SELECTOR } = await load("server");
const defaults = (_name, otherwise) => otherwise;

/** A connection to a server of its own for the bot in a folder, and what it said of each file. */
async function connect(t, folder, read = defaults) {
  const { command, args } = serverCommand(jaicp());
  const child = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(child.stdout, child.stdin);
  const waiting = [];
  const said = new Map();
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
    said.set(uri, diagnostics);
    for (const check of waiting.splice(0)) check();
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  for (const refreshed of ["codeLens", "semanticTokens", "inlayHint", "diagnostic"]) {
    connection.onRequest(`workspace/${refreshed}/refresh`, () => null);
  }
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.listen();
  t.after(async () => {
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    connection.dispose();
  });
  const uri = pathToFileURL(folder).href;
  const { capabilities } = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "bot" }],
    capabilities: { textDocument: { publishDiagnostics: {}, completion: {}, codeLens: {} } },
    initializationOptions: serverSettings(read),
  });
  await connection.sendNotification("initialized", {});
  const until = async (file, holds) => {
    while (!holds(said.get(file) ?? [])) await new Promise((done) => waiting.push(done));
  };
  return { connection, capabilities, until };
}

async function open(connection, folder, files, name = "src/main.sc") {
  const uri = pathToFileURL(join(folder, name)).href;
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "jaicp", version: 1, text: files[name] },
  });
  return uri;
}

const codes = (diagnostics) => diagnostics.map((one) => one.code);

test("a mistake is told while one types, and gone when it is mended", { timeout: 120_000 }, async (t) => {
  const folder = makeBot(t, BROKEN);
  const { connection, until } = await connect(t, folder);
  const uri = await open(connection, folder, BROKEN);
  await until(uri, (said) => codes(said).includes("JC201"));
  await connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: FINE["src/main.sc"] }],
  });
  await until(uri, (said) => !codes(said).includes("JC201"));
});

test("what is asked of the server", { timeout: 120_000 }, async (t) => {
  const crooked = "theme: /\n  state: A\n    q!:hi\n    a:  x\n";
  const lost = "\n    state: Lost\n        a: x\n";
  const files = { ...FINE, "src/main.sc": FINE["src/main.sc"] + lost, "src/crooked.sc": crooked };
  const folder = makeBot(t, files);
  const { connection, capabilities, until } = await connect(t, folder);
  const textDocument = { uri: await open(connection, folder, files) };

  await t.test("paths are completed, and lead to their states", async () => {
    const line = FINE["src/main.sc"].split("\n").findIndex((text) => text.includes("go!:"));
    const position = { line, character: 14 };
    const offered = await connection.sendRequest("textDocument/completion", { textDocument, position });
    const labels = (offered.items ?? offered).map((item) => item.label);
    assert.ok(labels.some((label) => label.includes("NoMatch")), labels.join(" "));
    const found = await connection.sendRequest("textDocument/definition", { textDocument, position: { line, character: 16 } });
    assert.equal([found].flat()[0].range.start.line, 7);
  });

  await t.test("every command behind a lens is known to the extension", async () => {
    const lenses = await connection.sendRequest("textDocument/codeLens", { textDocument });
    const source = readFileSync(join(root, "src/extension.ts"), "utf8");
    const named = new Set(lenses.map((lens) => lens.command.command));
    assert.ok(named.size > 0);
    for (const name of named) assert.ok(source.includes(`"${name}"`), name);
  });

  await t.test("settings reach it", async () => {
    await until(textDocument.uri, (said) => codes(said).includes("JC401"));
    const ignoring = (name, otherwise) => (name === "check.ignore" ? ["unreachable-state"] : otherwise);
    await connection.sendNotification("workspace/didChangeConfiguration", { settings: { jaicp: serverSettings(ignoring) } });
    await until(textDocument.uri, (said) => !codes(said).includes("JC401"));
  });

  await t.test("a document is laid out", { skip: capabilities.documentFormattingProvider ? false : "this server does not format" }, async () => {
    const uri = await open(connection, folder, files, "src/crooked.sc");
    const options = { tabSize: 4, insertSpaces: true };
    const edits = await connection.sendRequest("textDocument/formatting", { textDocument: { uri }, options });
    assert.match(edits.map((edit) => edit.newText).join(""), /q!: hi/);
  });
});

test("the program of the setting", () => {
  assert.equal(programOf("jaicp", "/bot"), "jaicp");
  assert.equal(programOf(" ", "/bot"), "jaicp");
  assert.equal(programOf(".venv/bin/jaicp", "/bot"), "/bot/.venv/bin/jaicp");
  assert.equal(programOf("/opt/jaicp", "/bot"), "/opt/jaicp");
  assert.ok(SELECTOR.some((one) => one.language === "jaicp"));
});
