import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { callCri, decoded, type Message } from './cri.js';
import { emptyFolder, type Result, run } from './run.js';

/** The lab's containerd. */
export interface Containerd {
  ctr(...args: string[]): Promise<Result>;
  /** Pulls an image as a kubelet does. Returns its ID, or throws what containerd says. */
  pull(image: string): Promise<string>;
  /** Removes all images but that of pods, with what was unpacked of them: containerd does not unpack a layer twice. */
  empty(): Promise<void>;
  /** Runs a pod of one container to its end, as a kubelet does. Returns what the program printed. */
  runPod(image: string, runtime: string, annotations?: Record<string, string>): Promise<string>;
}

/** Brings up the lab's containerd; undefined where the lab is not in use. */
export async function findContainerd(): Promise<Containerd | undefined> {
  if (!inject('lab')) return undefined;
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/containerd-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/containerd-up: exit code ${exitCode}\n${stderr}`);
  const folder = stdout.trim();
  const socket = join(folder, 'containerd.sock');
  const text = (value: number | Buffer | undefined) => String(value ?? '');
  const pull = async (image: string) => text((await callCri(socket, 'ImageService/PullImage', { 1: { 1: image } }))[1]);
  const ctr = (...args: string[]) => run(join(folder, 'bin/ctr'), args);
  return {
    ctr,
    pull,
    async empty() {
      for (const namespace of ['k8s.io', 'default']) {
        const listed = await ctr('--namespace', namespace, 'images', 'ls', '--quiet');
        const names = listed.stdout.split('\n').filter((name) => name !== '' && !name.includes('/lab/pause'));
        if (names.length > 0) await ctr('--namespace', namespace, 'images', 'rm', '--sync', ...names);
      }
    },
    async runPod(image, runtime, annotations = {}) {
      const id = await pull(image);
      const logs = await emptyFolder();
      // No network of its own: NODE is 2.
      const network: Message = { 1: 2 };
      const config: Message = {
        1: { 1: 'test', 2: `${process.pid}-${Date.now()}`, 3: 'default' },
        3: logs,
        7: Object.entries(annotations).map(([key, value]) => ({ 1: key, 2: value })),
        8: { 2: { 1: network } },
      };
      const pod = text((await callCri(socket, 'RuntimeService/RunPodSandbox', { 1: config, 2: runtime }))[1]);
      onTestFinished(async () => {
        await callCri(socket, 'RuntimeService/StopPodSandbox', { 1: pod });
        await callCri(socket, 'RuntimeService/RemovePodSandbox', { 1: pod });
      });
      const container = { 1: { 1: 'test' }, 2: { 1: id }, 11: 'test.log', 15: { 2: { 3: network } } };
      const created = await callCri(socket, 'RuntimeService/CreateContainer', { 1: pod, 2: container, 3: config });
      const named = { 1: text(created[1]) };
      await callCri(socket, 'RuntimeService/StartContainer', named);
      for (let state: unknown; state !== EXITED; ) {
        const { 1: status } = await callCri(socket, 'RuntimeService/ContainerStatus', named);
        state = decoded(status as Buffer)[3];
      }
      // Each line is a time, a stream, and whether the line is whole, before its text.
      return (await readFile(join(logs, 'test.log'), 'utf8')).replaceAll(/^\S+ stdout [FP] /gm, '');
    },
  };
}

/** CONTAINER_EXITED of k8s.io/cri-api. */
const EXITED = 2;
