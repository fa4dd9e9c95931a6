// The extension in a real VS Code without a screen: looks that it does its work, and takes the pictures of the pages.
//
//   node scripts/headless.mjs CODE_SERVER CHROMIUM [PICTURES]
//
// CODE_SERVER is the folder of the npm package code-server, CHROMIUM the program of a browser, PICTURES a folder
// for what is seen. `jaicp` is taken from the path, or named by the variable JAICP. Needs `npm run package` before.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [codeServer, browserPath, pictures] = process.argv.slice(2);
if (!codeServer || !browserPath) throw new Error("usage: node scripts/headless.mjs CODE_SERVER CHROMIUM [PICTURES]");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const jaicp = process.env.JAICP ?? "jaicp";
const work = mkdtempSync(join(tmpdir(), "vscode-"));
const bot = join(work, "tea-shop");
const script = join(bot, "src/main.sc");
const PATIENCE = 60_000;

/** A fresh bot, with one path misspelt. */
function makeBot() {
  const made = spawnSync(jaicp, ["new", "tea-shop"], { cwd: work, encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const text = readFileSync(script, "utf8");
  assert.match(text, /-> \/Hours/);
  writeFileSync(script, text.replace("-> /Hours", "-> /Huors"));
  writeFileSync(join(bot, "src/crooked.sc"), "theme: /Crooked\n  state: Crooked\n    a:  x\n");
}

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Starts VS Code with the packaged extension; its address, and how to end it. */
async function startCode() {
  const entry = join(codeServer, "out/node/entry.js");
  const folders = ["--user-data-dir", join(work, "data"), "--extensions-dir", join(work, "extensions"), "--disable-telemetry"];
  const environment = { ...process.env, HOME: work };
  const vsix = readdirSync(join(root, "dist")).find((name) => name.endsWith(".vsix"));
  const installed = spawnSync(process.execPath, [entry, ...folders, "--install-extension", join(root, "dist", vsix)], { env: environment, encoding: "utf8" });
  assert.match(installed.stdout, /successfully installed/, installed.stderr);
  mkdirSync(join(work, "data/User"), { recursive: true });
  const settings = {
    "jaicp.path": jaicp,
    "security.workspace.trust.enabled": false,
    "workbench.startupEditor": "none",
    "workbench.colorTheme": "Default Light Modern",
    "editor.minimap.enabled": false,
    "window.commandCenter": false,
  };
  writeFileSync(join(work, "data/User/settings.json"), JSON.stringify(settings));
  const port = await freePort();
  const given = [entry, ...folders, "--auth", "none", "--disable-update-check", "--bind-addr", `127.0.0.1:${port}`];
  const server = spawn(process.execPath, given, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((done) => server.stdout.on("data", (said) => String(said).includes("HTTP server listening") && done()));
  return { address: `http://127.0.0.1:${port}/?folder=${bot}`, end: () => server.kill() };
}

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function runCommand(page, title) {
  await beginCommand(page, title);
  await page.waitForSelector(".quick-input-widget", { state: "hidden" });
}

/** The same for a command that asks for something. */
async function beginCommand(page, title) {
  await page.keyboard.press("F1");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(title);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await page.keyboard.press("Enter");
}

/** Opens a file of the bot by its name. */
async function open(page, name) {
  await page.keyboard.press("Control+P");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForSelector(".monaco-editor .view-lines");
}

async function goToLine(page, number, column) {
  await page.keyboard.press("Control+G");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(`${number}:${column}`);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".quick-input-widget", { state: "hidden" });
}

/** Asks for suggestions until one is offered: an editor that just got the focus may drop the first answer. */
async function suggest(page, label) {
  const offered = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: label }).first();
  for (let left = 10; ; left -= 1) {
    await page.keyboard.press("Control+Space");
    try {
      return await offered.waitFor({ timeout: PATIENCE / 10 });
    } catch (error) {
      if (left === 0) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

async function look(page) {
  await page.mouse.move(1000, 30); // where it hovers over nothing
  await open(page, "main.sc");
  await page.waitForSelector(".squiggly-error", { timeout: PATIENCE });
  console.log("the mistake is underlined");
  await page.locator(".codelens-decoration", { hasText: "reached from" }).first().waitFor({ timeout: PATIENCE });
  console.log("lenses stand above states");
  await page.keyboard.press("Control+Home");
  await runCommand(page, "Go to Next Problem in Files");
  await page.locator(".marker-widget", { hasText: "there is no state" }).waitFor({ timeout: PATIENCE });
  await picture(page, "vscode-problem");
  console.log("the problem is explained");
  await page.keyboard.press("Escape");

  const lines = readFileSync(script, "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes("-> /Huors"));
  await goToLine(page, line + 1, lines[line].indexOf("/Huors") + 2);
  await suggest(page, "/Hours");
  await picture(page, "vscode-completion");
  console.log("states are offered");
  await page.keyboard.press("Escape");

  await open(page, "crooked.sc");
  await runCommand(page, "Format Document");
  await page.locator(".view-line", { hasText: /^\s{8}a:\sx$/ }).first().waitFor({ timeout: PATIENCE });
  console.log("a script is laid out");

  await beginCommand(page, "JAICP: Show Why a Phrase Matched");
  await page.locator(".quick-input-widget", { hasText: "What does the client say?" }).waitFor();
  await page.keyboard.type("menu");
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget", { hasText: "In which state" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".output-view .view-line, .panel .view-line", { hasText: "menu" }).first().waitFor({ timeout: PATIENCE });
  console.log("a phrase is explained");

  await runCommand(page, "JAICP: Check Project");
  await page.locator(".terminal-wrapper").first().waitFor({ timeout: PATIENCE });
  await runCommand(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "there is no state" }).first().waitFor({ timeout: PATIENCE });
  console.log("the project was checked");
}

let code;
let browser;
try {
  makeBot();
  code = await startCode();
  browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  const page = await browser.newPage({ viewport: { width: 1100, height: 640 } });
  await page.goto(code.address, { waitUntil: "domcontentloaded" });
  await page.waitForSelector(".monaco-workbench .explorer-viewlet", { timeout: PATIENCE });
  await page.waitForTimeout(3000); // the workbench takes keys before it knows its commands
  try {
    await look(page);
  } catch (error) {
    await page.screenshot({ path: join(tmpdir(), "vscode-failed.png") });
    throw error;
  }
  console.log("all was seen");
} finally {
  await browser?.close();
  code?.end();
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
