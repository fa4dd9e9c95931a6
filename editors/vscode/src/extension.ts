/** The extension: a client of `jaicp lsp`, and commands that run `jaicp`. */

import { execFile } from "node:child_process";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type Location, type Position } from "vscode-languageclient/node";
import * as commands from "./commands";
import { chooseProject } from "./projects";
import { SELECTOR, WATCHED, programOf, serverCommand, serverSettings } from "./server";

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("JAICP", { log: true });
  context.subscriptions.push(output, vscode.tasks.registerTaskProvider("jaicp", { provideTasks, resolveTask }));
  const known: Record<string, (...given: never[]) => unknown> = {
    "jaicp.check": () => inProject((project) => runTask("check", project, commands.checkArguments(project))),
    "jaicp.test": () => inProject((project) => runTask("test", project, commands.testArguments(project))),
    "jaicp.run": () => inProject((project) => inTerminal("run", project, commands.runArguments(project, setting("run.arguments", [])))),
    "jaicp.chat": () => inProject((project) => inTerminal("chat", project, commands.chatArguments(project, setting("chat.trace", true)))),
    "jaicp.explainPhrase": () => inProject(explainPhrase),
    "jaicp.restart": restart,
    "jaicp.showOutput": () => output.show(),
    "jaicp.runTests": (project: string, _state: string, files: string[]) =>
      runTask("test", project, commands.testArguments(project, files)),
    "jaicp.showReferences": showReferences,
  };
  for (const [name, action] of Object.entries(known)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, action));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("jaicp.path")) void restart();
      else if (event.affectsConfiguration("jaicp")) void sendSettings();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

// --- the server

async function start(): Promise<void> {
  const command = serverCommand(program());
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    initializationOptions: serverSettings(setting),
    outputChannel: output,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher(WATCHED) },
  };
  client = new LanguageClient("jaicp", "JAICP", { ...command, options: { cwd: folder() } }, options);
  try {
    await client.start();
  } catch (error) {
    await notStarted(error);
  }
}

async function restart(): Promise<void> {
  await client?.stop().catch((error: unknown) => output.error(String(error)));
  await start();
}

async function sendSettings(): Promise<void> {
  await client?.sendNotification("workspace/didChangeConfiguration", { settings: { jaicp: serverSettings(setting) } });
}

async function notStarted(error: unknown): Promise<void> {
  output.error(String(error));
  const choose = "Choose the Program";
  const picked = await vscode.window.showErrorMessage(
    `The language server did not start: \`${program()} lsp\`. Install jaicp, or name it in the setting jaicp.path.`,
    choose,
  );
  if (picked === choose) await vscode.commands.executeCommand("workbench.action.openSettings", "jaicp.path");
}

async function showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
  if (client === undefined) return;
  const { asUri, asPosition, asLocation } = client.protocol2CodeConverter;
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    asUri(uri),
    asPosition(position),
    locations.map((one) => asLocation(one)),
  );
}

// --- commands

async function inProject(action: (project: string) => unknown): Promise<void> {
  const project = await chooseProject();
  if (project !== undefined) await action(project);
}

async function runTask(name: string, project: string, given: string[]): Promise<void> {
  await vscode.workspace.saveAll(false);
  await vscode.tasks.executeTask(makeTask({ type: "jaicp", command: name, project }, given));
}

function inTerminal(name: string, project: string, given: string[]): void {
  const title = `jaicp ${name}: ${path.basename(project)}`;
  vscode.window.createTerminal({ name: title, shellPath: program(), shellArgs: given, cwd: folderOf(project) }).show();
}

async function explainPhrase(project: string): Promise<void> {
  const phrase = await vscode.window.showInputBox({ title: "What does the client say?" });
  if (!phrase) return;
  const state = await vscode.window.showInputBox({ title: "In which state does the dialogue stand?", value: "/" });
  if (state === undefined) return;
  output.show(true);
  output.appendLine(`> ${phrase}`);
  await new Promise<void>((done) => {
    const given = commands.phraseArguments(project, phrase, state);
    execFile(program(), given, { cwd: folderOf(project), timeout: 60_000 }, (error, stdout, stderr) => {
      output.appendLine(stdout + stderr);
      if (error && !stdout && !stderr) output.error(String(error));
      done();
    });
  });
}

// --- tasks

function provideTasks(): vscode.Task[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap((one) => {
    const project = one.uri.fsPath;
    return ["check", "test", "fmt"].map((command) => makeTask({ type: "jaicp", command }, argumentsOf(command, project), one));
  });
}

function resolveTask(task: vscode.Task): vscode.Task | undefined {
  const scope = typeof task.scope === "object" ? task.scope : vscode.workspace.workspaceFolders?.[0];
  const { command, project, arguments: more } = task.definition;
  const root = scope?.uri.fsPath ?? process.cwd();
  const given = argumentsOf(String(command), path.resolve(root, String(project ?? ".")));
  return makeTask(task.definition, [...given, ...((more as string[] | undefined) ?? [])], scope);
}

function argumentsOf(command: string, project: string): string[] {
  if (command === "test") return commands.testArguments(project);
  return command === "fmt" ? commands.formatArguments(project) : commands.checkArguments(project);
}

function makeTask(definition: vscode.TaskDefinition, given: string[], scope?: vscode.WorkspaceFolder): vscode.Task {
  const matcher = definition.command === "test" ? ["$jaicp", "$jaicp-test"] : "$jaicp";
  const where = scope ?? vscode.workspace.workspaceFolders?.[0];
  const execution = new vscode.ProcessExecution(program(), given, { cwd: where?.uri.fsPath });
  return new vscode.Task(definition, where ?? vscode.TaskScope.Workspace, String(definition.command), "jaicp", execution, matcher);
}

// --- settings

function setting<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration("jaicp").get(name, otherwise);
}

function folder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

function folderOf(project: string): string {
  return project.endsWith(".sc") ? path.dirname(project) : project;
}

function program(): string {
  return programOf(setting("path", "jaicp"), folder());
}
