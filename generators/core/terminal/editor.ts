import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder } from '../files/temporary-folder.js';

/** The user's editor, as git looks for it (git-var(1), GIT_EDITOR), without git's own settings. */
function editorCommand(): string {
  return process.env.VISUAL || process.env.EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
}

/**
 * Has the user change a text in their editor: what `edit` in Yeoman's conflict prompt calls, in the place of
 * @inquirer/external-editor (scripts/bundle/slim.mjs). Our files are UTF-8, so no encoding is guessed.
 *
 * @throws Error when there is no such editor, or it reports that it failed; the prompt shows it and stays
 */
export async function editAsync(text = '', { postfix = '.txt' }: { postfix?: string } = {}): Promise<string> {
  return inTemporaryFolder('edit', async (folder) => {
    const file = join(folder, `file${postfix.replace(/[^\w.-]/g, '_')}`);
    await writeFile(file, text);
    await edit(file);
    return await readFile(file, 'utf8');
  });
}

/** The variable is a command line (`code --wait`) for the shell, as everywhere; the file's path is none of its words. */
function edit(file: string): Promise<void> {
  const command = editorCommand();
  // stderr is the terminal that the prompt is drawn on; stdout may be a file.
  const stdio: ['inherit', number, number] = ['inherit', process.stderr.fd, process.stderr.fd];
  const child =
    process.platform === 'win32'
      ? // Without the variable, cmd.exe would take a notepad.bat of the current directory: a project of somebody else.
        spawn(`${command} "${file}"`, {
          stdio,
          shell: true,
          env: { ...process.env, NoDefaultCurrentDirectoryInExePath: '1' },
        })
      : spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { stdio });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the editor failed (${command}: ${signal ?? code}); VISUAL or EDITOR names another one`));
    });
  });
}
