/** A podman machine, the virtual Linux that Podman uses on macOS and Windows. */
export interface Machine {
  name: string;
  running: boolean;
  /** Neither running nor stopped: Podman says so until the machine answers. */
  starting: boolean;
  /** What runs it: `applehv`, `libkrun`, `hyperv`, `qemu` or `wsl`. Missing where Podman is too old to say. */
  provider?: string;
  /** The one that is used when none is named. */
  isDefault: boolean;
}

/** A place where a Podman service answers. */
export interface Connection {
  name: string;
  uri: string;
  isDefault: boolean;
  isMachine: boolean;
}

/** Reads what `podman machine list --format json` prints. Returns undefined when it is something else. */
export function parseMachines(json: string): Machine[] | undefined {
  return parseList(json)?.map(({ Name, Running, Starting, VMType, Default }) => ({
    // The table marks the default by a `*`, which early versions left in the name.
    name: String(Name).replace(/\*$/, ''),
    running: Running === true,
    starting: Starting === true,
    ...(typeof VMType === 'string' && { provider: VMType }),
    isDefault: Default === true,
  }));
}

/** Reads what `podman system connection list --format json` prints. Returns undefined when it is something else. */
export function parseConnections(json: string): Connection[] | undefined {
  return parseList(json)?.map(({ Name, URI, Default, IsMachine }) => ({
    name: String(Name).replace(/\*$/, ''),
    uri: String(URI),
    isDefault: Default === true,
    isMachine: IsMachine === true,
  }));
}

function parseList(json: string): Record<string, unknown>[] | undefined {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

/** What decides where Podman's client looks: its own environment variables, then the default connection. */
export interface Route {
  /** `CONTAINER_HOST`: a service's address. */
  host?: string | undefined;
  /** `CONTAINER_CONNECTION`: the name of a connection. */
  connection?: string | undefined;
}

/** Reads the route from the environment. An empty variable counts as unset. */
export function routeOf({ CONTAINER_HOST, CONTAINER_CONNECTION }: NodeJS.ProcessEnv): Route {
  return { host: CONTAINER_HOST || undefined, connection: CONTAINER_CONNECTION || undefined };
}

/** The connection that is used: undefined for an address that has no name, or where there is none. */
export function connectionUsed(connections: readonly Connection[], route: Route): Connection | undefined {
  if (route.host !== undefined) return connections.find(({ uri }) => uri === route.host);
  if (route.connection !== undefined) return connections.find(({ name }) => name === route.connection);
  return connections.find(({ isDefault }) => isDefault);
}

/**
 * The machine behind the connection that is used. A machine has two connections, one of them for root:
 * `podman-machine-default` and `podman-machine-default-root`.
 */
export function machineUsed(
  machines: readonly Machine[],
  connections: readonly Connection[],
  route: Route,
): Machine | undefined {
  const used = connectionUsed(connections, route)?.name.replace(/-root$/, '');
  const named = machines.find(({ name }) => name === used);
  if (named || route.host !== undefined || route.connection !== undefined) return named;
  return machines.find(({ isDefault }) => isDefault) ?? machines[0];
}
