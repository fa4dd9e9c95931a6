// The commands of the palette: what they ask is what jaicp takes, and problem matchers read what it says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { BROKEN, FINE, jaicp, load, makeBot, root } from "./bots.mjs";

const commands = await load("commands");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const source = readFileSync(join(root, "src/extension.ts"), "utf8");

function run(folder, given, input = "") {
  return spawnSync(jaicp(), given, { cwd: folder, input, encoding: "utf8", timeout: 120_000 });
}

function problems(name, text) {
  const { pattern } = manifest.contributes.problemMatchers.find((one) => one.name === name);
  const found = text.split("\n").map((line) => new RegExp(pattern.regexp).exec(line));
  return found.filter(Boolean).map((one) => ({ file: one[pattern.file], line: Number(one[pattern.line]), code: one[pattern.code] }));
}

test("check: a problem at its place", (t) => {
  const broken = makeBot(t, BROKEN);
  const done = run(broken, commands.checkArguments(broken));
  assert.equal(done.status, 1);
  assert.deepEqual(problems("jaicp", done.stdout)[0], { file: "src/main.sc", line: 6, code: "JC201" });
});

test("test: the suite of a lens, with a problem at its place", (t) => {
  const broken = makeBot(t, { ...BROKEN, "src/main.sc": FINE["src/main.sc"] });
  const done = run(broken, commands.testArguments(broken, [join(broken, "test/hello.xml")]));
  assert.equal(done.status, 1);
  assert.match(done.stderr + done.stdout, /1 failed/);
  assert.equal(problems("jaicp-test", done.stdout)[0].file, "test/hello.xml");
});

test("a phrase that begins with a dash is no option", (t) => {
  const bot = makeBot(t, FINE);
  const done = run(bot, commands.phraseArguments(bot, "--hi", ""));
  assert.equal(done.status, 0);
  assert.match(done.stdout, /“--hi” said in \//);
});

test("run and chat", (t) => {
  const bot = makeBot(t, FINE);
  const event = JSON.stringify({ event: "new_message", chat: { id: 1 }, kind: "visitor", text: "hi" });
  const served = run(bot, commands.runArguments(bot, ["--events", "-"]), `${event}\n`);
  assert.equal(served.status, 0, served.stderr);
  assert.match(run(bot, commands.chatArguments(bot, true), "hi\n").stdout, /Hello!/);
  assert.deepEqual(commands.chatArguments(bot, false), ["chat", bot]);
});

test("every command of the manifest has its action, and every setting that is read a default", () => {
  for (const { command } of manifest.contributes.commands) assert.ok(source.includes(`"${command}"`), command);
  const settings = manifest.contributes.configuration.properties;
  const read = [...(source + readFileSync(join(root, "src/server.ts"), "utf8")).matchAll(/(?:setting|read)\("([\w.]+)"/g)];
  assert.ok(read.length >= 7);
  for (const [, name] of read) assert.ok(`jaicp.${name}` in settings, name);
});

test("the bundle loads, with nothing missing from it", async (t) => {
  spawnSync(process.execPath, [join(root, "scripts/bundle.mjs")], { stdio: "inherit" });
  const anything = new Proxy(class {}, { get: (of, name) => (name === "prototype" ? of.prototype : anything) });
  const ordinary = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? anything : ordinary(name, ...rest));
  t.after(() => { Module._load = ordinary; });
  const extension = createRequire(import.meta.url)(join(root, "dist/extension.js"));
  assert.deepEqual(Object.keys(extension).sort(), ["activate", "deactivate"]);
});
