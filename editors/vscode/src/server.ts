/** How the language server is started, and what it is told; knows nothing of VS Code, so that tests can use it. */

import * as path from "node:path";

/** A program with its arguments, started without a shell. */
export interface Command {
  command: string;
  args: string[];
}

/** The settings below `jaicp` that the server knows, as `jaicp lsp` reads them. */
export interface ServerSettings {
  check: { select: string[]; ignore: string[] };
  inlayHints: { targets: boolean };
  codeLens: { references: boolean; tests: boolean };
}

/** Gives the value of a setting below `jaicp`. */
export type Read = <T>(name: string, otherwise: T) => T;

/** The program of the setting `jaicp.path`: a path that is not absolute counts from the first workspace folder. */
export function programOf(setting: string, folder: string | undefined): string {
  const given = setting.trim() || "jaicp";
  const isPath = given.includes("/") || given.includes("\\");
  return isPath && folder !== undefined ? path.resolve(folder, given) : given;
}

/** `jaicp lsp`. */
export function serverCommand(program: string): Command {
  return { command: program, args: ["lsp"] };
}

export function serverSettings(read: Read): ServerSettings {
  return {
    check: { select: read("check.select", []), ignore: read("check.ignore", []) },
    inlayHints: { targets: read("inlayHints.targets", true) },
    codeLens: { references: read("codeLens.references", true), tests: read("codeLens.tests", true) },
  };
}

/** Documents that the server answers for: scripts, and the other files of bots. */
export const SELECTOR = [
  { language: "jaicp", scheme: "file" },
  { language: "jaicp", scheme: "untitled" },
  { scheme: "file", pattern: "**/chatbot.yaml" },
  { scheme: "file", language: "xml" },
  { scheme: "file", language: "javascript" },
];

/** Files whose changes on the disk matter to the server. */
export const WATCHED = "**/*.{sc,js,yaml,yml,json,csv,xml}";
