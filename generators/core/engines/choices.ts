/** The engines there are, as the question shows them. */
export const engineChoices = [
  { value: 'auto', name: 'auto: the first one that works on this machine' },
  { value: 'podman', name: 'podman: podman build and podman run' },
  { value: 'docker', name: 'docker: docker buildx build, run through crun' },
  { value: 'embedded', onHost: true, name: 'embedded: a local compiler and Node, no container engine' },
] as const;

/** Whether an engine compiles on this machine itself, with the user's rights, and not in a container. */
export function compilesOnHost(engine: string): boolean {
  return engineChoices.some((choice) => choice.value === engine && 'onHost' in choice);
}

/** What `--engine` takes. */
export type EngineChoice = (typeof engineChoices)[number]['value'];

/** An engine by name. */
export type EngineId = Exclude<EngineChoice, 'auto'>;
