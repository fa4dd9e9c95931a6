// What the tests share: the modules of the extension that do without VS Code, jaicp itself, and a bot.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The program under test: JAICP, that of the repository, or the one on the path. */
export function jaicp() {
  const ours = join(root, "../../.venv/bin/jaicp");
  return process.env.JAICP ?? (existsSync(ours) ? ours : "jaicp");
}

/** Imports a module of src. */
export async function load(name) {
  const outfile = join(root, "dist/test", `${name}.mjs`);
  await build({ entryPoints: [join(root, "src", `${name}.ts`)], outfile, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
  return import(pathToFileURL(outfile).href);
}

/** A folder with files, removed when the test is over. */
export function makeBot(test, files) {
  const folder = mkdtempSync(join(tmpdir(), "bot-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

export const FINE = {
  "chatbot.yaml": "name: bot\nentryPoint: main.sc\n",
  "src/main.sc":
    "theme: /\n\n    state: Start\n        q!: * (hello|hi) *\n        a: Hello!\n        go!: /Menu\n\n" +
    "    state: Menu\n        a: Menu\n\n    state: NoMatch\n        event!: noMatch\n        a: What?\n",
  "test/hello.xml": '<test>\n    <test-case id="hello">\n        <q>hi</q>\n        <a>Hello!</a>\n        <a>Menu</a>\n    </test-case>\n</test>\n',
};

export const BROKEN = {
  ...FINE,
  "src/main.sc": FINE["src/main.sc"].replace("go!: /Menu", "go!: /Meun"),
  "test/hello.xml": FINE["test/hello.xml"].replace("<a>Menu</a>", "<a>Menü</a>"),
};
