import { isTable, type Table, tableOf, textsOf } from '../../detect/broken.js';
import type { CargoPlan } from '../plan.js';
import { meansWasi } from './cfg.js';
import { crateKey } from './crate-graph.js';

/** A dependency as a Cargo.toml has it. */
export interface Dependency {
  /** Its name in this manifest, which features use. */
  key: string;
  /** The name of its package. */
  package: string;
  optional: boolean;
  /** Whether its workspace says the rest: `workspace = true`. */
  inherited: boolean;
  /** The key of its `[target.KEY.dependencies]`, where it has one. */
  target?: string;
}

/** The dependencies that a build for wasm32-wasip1 may have: those for tests and for other systems are none. */
export function dependenciesFor(manifest: Table): Dependency[] {
  return allDependencies(manifest).filter(({ target }) => target === undefined || meansWasi(target));
}

/** All that are not for tests only. */
export function allDependencies(manifest: Table): Dependency[] {
  const targets = Object.entries(tableOf(manifest, 'target')).filter(([, table]) => isTable(table)) as [
    string,
    Table,
  ][];
  return [
    ...ofBuilds(manifest),
    ...targets.flatMap(([target, table]) => ofBuilds(table).map((one) => ({ ...one, target }))),
  ];
}

function ofBuilds(holder: Table): Dependency[] {
  return ['dependencies', 'build-dependencies'].flatMap((group) => dependenciesIn(tableOf(holder, group)));
}

function dependenciesIn(group: Table): Dependency[] {
  return Object.entries(group).map(([key, value]) => {
    const table = isTable(value) ? value : {};
    return {
      key,
      package: typeof table.package === 'string' ? table.package : key,
      optional: table.optional === true,
      inherited: table.workspace === true,
    };
  });
}

/** The features of a package, and which of them are on. */
export class Features {
  readonly #table: Readonly<Record<string, readonly string[]>>;
  readonly #plan: Pick<CargoPlan, 'features' | 'defaultFeatures'>;

  constructor(manifest: Table, plan: Pick<CargoPlan, 'features' | 'defaultFeatures'>) {
    const features = tableOf(manifest, 'features');
    this.#table = Object.fromEntries(Object.entries(features).map(([name, value]) => [name, textsOf(value)]));
    this.#plan = plan;
  }

  /** Whether a build has this dependency. */
  has(dependency: Dependency): boolean {
    return !dependency.optional || this.bringing(dependency).length > 0;
  }

  /** Whether all of these are on. */
  haveAll(features: readonly string[]): boolean {
    const on = new Set<string>();
    const waiting = this.#chosen();
    for (let feature = waiting.pop(); feature !== undefined; feature = waiting.pop()) {
      if (on.has(feature)) continue;
      on.add(feature);
      waiting.push(...(this.#table[feature] ?? []));
    }
    return features.every((feature) => on.has(feature));
  }

  /** Those of the chosen and default features that bring an optional dependency. */
  bringing(dependency: Dependency): string[] {
    return this.#chosen().filter((feature) => this.#brings(feature, dependency));
  }

  /**
   * The flags that keep some dependencies out, and leave all other features on. Undefined where none do.
   *
   * @param required features that the binary cannot be built without
   */
  without(dependencies: readonly Dependency[], required: readonly string[]): string | undefined {
    const brings = (feature: string) => dependencies.some((one) => this.#brings(feature, one));
    if (required.some(brings)) return undefined;
    const { features, defaultFeatures } = this.#plan;
    const asked = features.filter((one) => !required.includes(one));
    const usual = defaultFeatures ? (this.#table.default ?? []) : [];
    const off = usual.some(brings);
    const kept = [...new Set([...(off ? usual.filter((one) => this.#isFeature(one)) : []), ...asked])];
    const left = kept.filter((one) => !brings(one));
    const list = left.length > 0 || asked.some(brings) ? [`--features ${left.length > 0 ? left.join(',') : '""'}`] : [];
    return [...(off ? ['--no-default-features'] : []), ...list].join(' ');
  }

  #chosen(): string[] {
    const usual = this.#plan.defaultFeatures ? (this.#table.default ?? []) : [];
    return [...new Set([...usual, ...this.#plan.features])];
  }

  /** `serde?/derive` and `serde/derive` are features of a dependency: cargo's `--features` takes those, too. */
  #isFeature(entry: string): boolean {
    return !entry.startsWith('dep:') && !entry.includes('?');
  }

  /** Whether a feature, or one that it turns on, has the dependency. Source: the Cargo Book, Features. */
  #brings(feature: string, { key }: Dependency, seen: Set<string> = new Set()): boolean {
    if (seen.has(feature)) return false;
    seen.add(feature);
    if (feature === `dep:${key}` || feature.startsWith(`${key}/`)) return true;
    const parts = this.#table[feature];
    // An optional dependency is a feature of its name, where no feature names it as `dep:`.
    if (!parts) return crateKey(feature) === crateKey(key);
    return parts.some((part) => this.#brings(part, { key } as Dependency, seen));
  }
}
