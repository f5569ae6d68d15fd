import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { root } from '../../scripts/set-up.mjs';
import { type Debug, findDebugger } from './support/debugger.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';

let debug: Debug | { missing: string };
beforeAll(async () => {
  debug = await findDebugger();
});

const RUST = `fn half(n: usize) -> usize {
    assert!(n % 2 == 0);
    n / 2
}

fn main() {
    println!("{}", half(std::env::args().count() + 2));
}
`;

/** The program in docs/guides/debug.md, and its LLDB commands in front of `run`. */
async function guide(): Promise<{ source: string; commands: string[] }> {
  const text = await readFile(join(root, 'docs/guides/debug.md'), 'utf8');
  const source = /^```c file=src\/main\.c\n(.*?)^```/ms.exec(text)?.[1] ?? '';
  const shown = [...text.matchAll(/^\(lldb\) (.+)$/gm)].map(([, command]) => command ?? '');
  return { source, commands: shown.slice(0, shown.indexOf('run')) };
}

it.for([
  { language: 'c', file: 'src/main.c', line: 5 },
  { language: 'rust', file: 'src/main.rs', line: 2 },
] as const)(
  'a breakpoint in a program in $language that --debug built in a container stops LLDB at its line',
  async ({ language, file, line }, { skip }) => {
    if ('missing' in debug) return skip(debug.missing);
    const name = `breakpoint-${language}`;
    const project = join(await emptyFolder(), name);
    await createWasmOci([project, '--language', language, '--yes', '--no-build']);
    onTestFinished(() => untag(`localhost/${name}:latest`));
    const { source, commands } = await guide();
    await writeFile(join(project, file), language === 'c' ? source : RUST);
    const built = await createWasmOci(['build', '--engine', 'podman', '--debug'], { cwd: project });
    expect(built.exitCode, built.stderr).toBe(0);
    const container = (await podman(['create', '--platform', 'wasi/wasm', `localhost/${name}:latest`])).trim();
    const module = join(project, 'module.wasm');
    await podman(['cp', `${container}:/${name}.wasm`, module]);
    await podman(['rm', container]);

    const own = commands.map((command) => command.replace('main.c --line 5', `${file.slice(4)} --line ${line}`));
    const mapped = `settings set target.source-map /src "${project}"`;
    const { stdout, stderr } = await debug(module, [mapped, ...own, 'run', 'frame variable n', 'kill']);
    expect(stdout, stderr).toContain('stop reason = breakpoint 1.1\n');
    expect(stdout).toMatch(/^ *frame #0: .*half\S*\(n=3\) at main\./m);
    // The line that it stops at, of the sources of this machine.
    expect(/^-> (\d+)\s/m.exec(stdout)?.[1]).toBe(String(line));
    expect(stdout).toMatch(/^\([a-z ]+\) n = 3$/m);
  },
);
