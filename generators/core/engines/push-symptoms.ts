import { registrySays } from '../system/registry.js';
import type { Symptom } from './known-errors.js';

/** What a fix names where neither the output nor the image names a registry. */
export const SOME_REGISTRY = 'REGISTRY';

/** The known ways in which a registry does not take an image, in the words of Podman and skopeo, and of Docker. */
export const pushSymptoms: readonly Symptom[] = [
  {
    id: 'push-denied',
    when: ['push'],
    shows: registrySays.denied,
    means: 'The registry does not let you push there: you are not logged in, or the name is not yours to push to.',
    fix: (_system, { program }, _output, registry = SOME_REGISTRY) => [
      { command: `${program} login ${registry}` },
      { text: 'Or give another name with --image: behind the registry, most want your account or organisation.' },
    ],
  },
  {
    id: 'registry-http',
    when: ['build', 'push'],
    shows: registrySays.plainHttp,
    means: 'The registry speaks HTTP, which is not used unless it is allowed for that registry.',
    fix: (_system, { allowPlainHttp }, _output, registry = SOME_REGISTRY) => [allowPlainHttp(registry)],
  },
  {
    id: 'push-unreachable',
    when: ['push'],
    shows: registrySays.unreachable,
    means: 'The registry in the image reference cannot be reached.',
    fix: () => [{ text: 'Look whether its name and port in --image are right; behind a proxy, set HTTPS_PROXY.' }],
  },
];
