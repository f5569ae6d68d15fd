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
    means: 'The registry denied the push: you are not logged in, or have no permission for that name.',
    fix: (_system, { program }, _output, registry = SOME_REGISTRY) => [
      { command: `${program} login ${registry}` },
      { text: 'Or give another name with --image: most registries need your account or organisation after the host.' },
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
    fix: () => [{ text: 'Check its name and port in --image; behind a proxy, set HTTPS_PROXY.' }],
  },
];
