// The service of the template http in C, against the same sources built for this machine, under the same Podman.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../scripts/set-up.mjs';
import { median, runAlone } from './support.mjs';

export const title = 'An HTTP service';
export const rival =
  "The rival is the same service, `make native` of the same project, static, in an image `FROM scratch` for Linux, under the same Podman. wrk asks for /healthz with one thread and 16 connections that stay open, on loopback and the host's network; each figure is the median of the turns, in which the sides alternate.";

const report = fileURLToPath(new URL('./serve-report.lua', import.meta.url));

const CONNECTIONS = 16;
const SECONDS = 3;
const TURNS = Number(process.env.BENCH_RUNS ?? 9);

/** A port of loopback that nobody listens on. */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Whether a service answers, by one request. */
const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /healthz HTTP/1.0\r\n\r\n'));
    socket
      .on('data', () => resolve(true))
      .on('error', () => resolve(false))
      .on('close', () => resolve(false));
  });

/** Requests a second, and the microseconds within which 99 of 100 are answered. */
function load(bench, url) {
  const { stdout } = bench.run('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-s', report, url]);
  const { rate, p99, wrong } = JSON.parse(stdout.trim().split('\n').at(-1));
  if (wrong > 0) throw new Error(`${url}: ${wrong} requests without the right answer`);
  return { rate, p99 };
}

/** wrk of the machine's own, or, on Linux, the lab's: a load generator in JavaScript is slower than the service. */
function findWrk(bench) {
  if (!spawnSync('wrk', ['--version'], { env: bench.env }).error) return;
  const { status, stdout, stderr } = spawnSync(join(root, 'test/lab/load-up'), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`wrk is needed, and test/lab/load-up gave none: ${stderr}`);
  bench.env.PATH += delimiter + stdout.trim();
}

/** Starts a container, waits for its first answer, measures it, and removes it. */
async function turn(bench, { image, flags }) {
  const [port, name] = [await freePort(), `bench-serve-${process.pid}`];
  const words = ['run', '--detach', '--rm', '--pull=never', '--network=host', '--name', name, '-e', `PORT=${port}`];
  const started = performance.now();
  bench.podman([...words, '-e', 'ADDRESS=127.0.0.1', ...flags, image]);
  try {
    while (!(await answers(port))) if (performance.now() - started > 60_000) throw new Error(`${image}: no answer`);
    const start = (performance.now() - started) / 1000;
    return { start, ...load(bench, `http://127.0.0.1:${port}/healthz`) };
  } finally {
    spawnSync('podman', ['rm', '--force', '--time=0', name], { env: bench.env });
  }
}

export async function rows(bench) {
  findWrk(bench);
  const folder = join(bench.folder, 'served');
  bench.cli(['served', '--template', 'http', '--language', 'c', '--yes', '--no-build']);
  const wasm = ['--platform', 'wasi/wasm'];
  const sides = {
    rival: { image: 'localhost/served-native', flags: [] },
    interpreted: { image: 'localhost/served', flags: wasm },
    aot: { image: 'localhost/served-aot', flags: wasm },
  };
  bench.buildImage(sides.interpreted.image, folder);
  bench.cli(['served', '--force', '--template', 'http', '--language', 'c', '--aot', '--yes', '--no-build']);
  bench.buildImage(sides.aot.image, folder);
  bench.run('make', ['-C', folder, 'native', 'HOST_CC=gcc -static']);
  writeFileSync(join(folder, 'build/Containerfile'), 'FROM scratch\nCOPY native /native\nENTRYPOINT ["/native"]\n');
  bench.podman(['build', '--quiet', '-t', sides.rival.image, join(folder, 'build')]);
  const taken = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  try {
    for (let n = 0; n <= TURNS; n++)
      for (const [side, one] of Object.entries(sides)) {
        const measured = await turn(bench, one);
        bench.say(`${side}: ${Math.round(measured.rate)} a second, first answer after ${measured.start.toFixed(2)} s`);
        // The first turn does not count.
        if (n > 0) taken[side].push(measured);
      }
  } finally {
    bench.podman(['rmi', '--force', '--ignore', sides.rival.image]);
  }
  const of = (side, what) => median(taken[side].map((one) => one[what]));
  const both = (side, what) => ({ ours: of(side, what), rival: of('rival', what) });
  return [
    { what: 'requests a second, --aot', ...both('aot', 'rate'), unit: 'requests/s', goal: { least: 0.7 } },
    { what: 'requests a second, interpreted', ...both('interpreted', 'rate'), unit: 'requests/s' },
    { what: '99th percentile, --aot', ...both('aot', 'p99'), unit: 'µs' },
    { what: '99th percentile, interpreted', ...both('interpreted', 'p99'), unit: 'µs' },
    { what: 'start to first answer, --aot', ...both('aot', 'start'), unit: 's', goal: { ratio: 1.2 } },
    { what: 'start to first answer, interpreted', ...both('interpreted', 'start'), unit: 's', goal: { ratio: 1.2 } },
  ];
}

await runAlone(import.meta, { title, rows });
