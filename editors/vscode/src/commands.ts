/** What `jaicp` is asked for by the commands of the palette; knows nothing of VS Code, so that tests can use it. */

import * as path from "node:path";

/** The arguments of `jaicp check` for a task: one diagnostic a line, as the problem matcher reads it. */
export function checkArguments(project: string): string[] {
  return ["check", "--format", "concise", "--color", "never", project];
}

/** The arguments of `jaicp test`: of a whole bot, or of some of its suites. */
export function testArguments(project: string, files: string[] = []): string[] {
  const chosen = files.flatMap((file) => ["--select", globOf(project, file)]);
  return ["test", "--format", "concise", "--color", "never", ...chosen, project];
}

export function formatArguments(project: string): string[] {
  return ["fmt", project];
}

export function runArguments(project: string, more: string[]): string[] {
  return ["run", ...more, project];
}

export function chatArguments(project: string, trace: boolean): string[] {
  return trace ? ["chat", "--trace", project] : ["chat", project];
}

/** The arguments of `jaicp nlu`; the phrase stands behind `--`, since it may begin with a dash. */
export function phraseArguments(project: string, phrase: string, state: string): string[] {
  return ["nlu", "--format", "full", "--color", "never", "--state", state || "/", "--", project, phrase];
}

/** A pattern of `--select` that stands for one file of a project, with `/` between folders. */
function globOf(project: string, file: string): string {
  return path.relative(project, file).split(path.sep).join("/");
}
