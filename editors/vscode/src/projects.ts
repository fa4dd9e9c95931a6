/** Which bot a command speaks of. */

import * as path from "node:path";
import * as vscode from "vscode";

const CONFIG = "chatbot.yaml";

/** The bot of the open file, the only one of the workspace, or the one that the user picks; undefined if none. */
export async function chooseProject(): Promise<string | undefined> {
  const file = vscode.window.activeTextEditor?.document.uri;
  if (file?.scheme === "file") {
    const found = await projectAbove(file);
    if (found !== undefined) return found;
    if (file.path.endsWith(".sc")) return file.fsPath;
  }
  const configs = await vscode.workspace.findFiles(`**/${CONFIG}`, "**/node_modules/**", 100);
  const folders = configs.map((config) => path.dirname(config.fsPath)).sort();
  if (folders.length === 0) {
    void vscode.window.showErrorMessage(`There is no ${CONFIG} in this workspace. Open a script, or the folder of a bot.`);
    return undefined;
  }
  return folders.length === 1 ? folders[0] : vscode.window.showQuickPick(folders, { title: "Which bot?" });
}

/** The nearest folder above a file that holds a `chatbot.yaml`. */
async function projectAbove(file: vscode.Uri): Promise<string | undefined> {
  let folder = path.dirname(file.fsPath);
  for (;;) {
    if (await exists(vscode.Uri.file(path.join(folder, CONFIG)))) return folder;
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false; // there is no such file, which is what was asked
  }
}
