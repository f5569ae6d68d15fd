import { shownBytes } from '../terminal/shown-bytes.js';
import { listed, type Rule } from './rule.js';

/** What is in the image: one layer, and the module in it. */
export const contentRules: readonly Rule[] = [
  {
    id: 'diff-ids',
    build: 'ignore',
    inspect: 'advise',
    check({ missingDiffIds, layers }) {
      if (missingDiffIds.length === 0) return undefined;
      const message =
        missingDiffIds.length === layers.length
          ? 'its config has no rootfs with the diff_ids of its layers: CRI-O and containerd refuse it, Podman runs it'
          : `its config has no diff_ids for layer ${listed(missingDiffIds)}`;
      return {
        message,
        fix: { text: 'Build or push it with podman, docker, crane or skopeo: oras push takes any config.' },
      };
    },
  },
  {
    id: 'layers',
    build: 'refuse',
    inspect: 'advise',
    check({ layers }) {
      if (layers.length === 1) return undefined;
      return {
        message: `the image has ${layers.length} layers, not one`,
        fix: { text: 'Keep a single COPY after FROM scratch.' },
      };
    },
  },
  {
    id: 'files',
    build: 'ignore',
    inspect: 'advise',
    check({ files, modulePath }) {
      const beside = files.filter(({ path }) => path !== modulePath);
      if (beside.length === 0) return undefined;
      const bytes = beside.reduce((sum, one) => sum + one.bytes, 0);
      const count = beside.length === 1 ? 'a file' : `${beside.length} files`;
      return {
        message: `${count} of ${shownBytes(bytes)} beside the module: ${listed(beside.map(({ path }) => path))}`,
        fix: { text: 'Copy only the module, if the program does not read them.' },
      };
    },
  },
];
