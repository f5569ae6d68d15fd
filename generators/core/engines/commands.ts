import type { Service } from '../languages/language.js';

/** Command lines for a user to repeat. */
export interface Commands {
  build: string;
  /** Puts the image into the store that `run` takes it from, where it is not in one yet. */
  load?: string;
  run: string;
  /** Asks the service that `run` starts. */
  try?: string;
}

/** What is run: a service has its port published. */
export interface Runnable {
  image: string;
  service?: Service | undefined;
}

/** The flag that publishes a service's port, with a space behind it; nothing for another program. */
export function publishing({ service }: Runnable): string {
  return service ? `-p ${service.port}:${service.port} ` : '';
}

/** The line that asks a service. */
export function asking({ service }: Runnable): Pick<Commands, 'try'> {
  return service ? { try: `curl http://localhost:${service.port}${service.probe.path}` } : {};
}
