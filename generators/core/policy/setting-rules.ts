import { lastStage } from './last-stage.js';
import type { Rule } from './rule.js';

/** What the image's config says of how it is run, stopped and shown. */
export const settingRules: readonly Rule[] = [
  {
    id: 'stop-signal',
    build: 'ignore',
    inspect: 'advise',
    check({ stopSignal }) {
      if (stopSignal === lastStage.stopSignal || stopSignal === '9') return undefined;
      return {
        message: 'a module cannot handle SIGTERM, so podman stop waits 10 seconds',
        fix: { text: `STOPSIGNAL ${lastStage.stopSignal}` },
      };
    },
  },
  {
    id: 'working-directory',
    build: 'ignore',
    inspect: 'advise',
    check({ workingDirectory }) {
      if (workingDirectory === undefined || workingDirectory === '/') return undefined;
      return {
        message: `the working directory ${workingDirectory} is ignored under WasmEdge: a module always starts in /`,
        fix: { text: 'Use absolute paths in the program, and no WORKDIR after FROM scratch.' },
      };
    },
  },
  {
    id: 'healthcheck',
    build: 'ignore',
    inspect: 'advise',
    check({ healthcheck }) {
      if (!healthcheck) return undefined;
      return {
        message: 'its healthcheck cannot run: there is no exec into a module',
        fix: { text: 'Probe it from outside.' },
      };
    },
  },
  {
    id: 'labels',
    build: 'ignore',
    inspect: 'advise',
    check({ labels }) {
      const missing = LABELS.filter((name) => !Object.hasOwn(labels, `org.opencontainers.image.${name}`));
      if (missing.length === 0) return undefined;
      return {
        message: `it has no label org.opencontainers.image.${missing.join(', .')}`,
        fix: { text: `LABEL org.opencontainers.image.${missing[0]}="…"` },
      };
    },
  },
];

/** The labels that registries and users look for. Source: OCI image spec, annotations.md. */
const LABELS = ['title', 'description', 'source', 'version', 'licenses'];
