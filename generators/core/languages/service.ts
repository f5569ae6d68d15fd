import type { Run, Service } from './language.js';

/** What every http template does: where it listens unless PORT says otherwise, and what it answers a health check. */
export const SERVICE: Pick<Service, 'port' | 'probe' | 'connections'> = {
  port: 8080,
  probe: { path: '/healthz', body: 'ok\n' },
  connections: 1024,
};

/** How a program serves; undefined for one that ends. */
export function serviceOf(run: Run): Service | undefined {
  return run.kind === 'http' ? run : undefined;
}
