import { run } from '../host/process.js';
import { thisSystem } from '../host/system.js';
import { tinygo as language } from '../languages/tinygo.js';
import type { Compiler } from './compiler.js';
import { noTinygo } from './install.js';
import { failed, PROBE_LIMIT } from './outcome.js';

/** TinyGo: the machine's own. */
export const tinygo: Compiler = {
  async find(signal) {
    const asked = await run('tinygo', ['version'], { timeout: PROBE_LIMIT, signal });
    const version = /^tinygo version (\S+)/m.exec(asked.stdout)?.[1];
    if (!version) return { missing: noTinygo(await thisSystem()) };
    return { found: { name: 'tinygo', version, program: 'tinygo' } };
  },

  async compile({ directory, program: wanted, output, onLine = () => {}, signal }, { program }) {
    // A .git folder of another user, or a broken one, would stop the build.
    const env = { GOFLAGS: [process.env.GOFLAGS, '-buildvcs=false'].filter(Boolean).join(' ') };
    const args = ['build', ...language.flags, '-o', output, wanted?.kind === 'go' ? wanted.package : '.'];
    const built = await run(program, args, { cwd: directory, env, onLine, signal });
    if (built.exitCode === 0) return;
    const fit = /requires go version (.*?), got (\S+)/.exec(built.stderr);
    const fix = fit ? [`Put a Go of version ${fit[1]} first on PATH, or install a newer TinyGo.`] : [];
    throw failed(built, { what: 'tinygo build', fix, signal });
  },
};
