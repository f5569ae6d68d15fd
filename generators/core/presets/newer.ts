import semver, { type SemVer } from 'semver';

/** A version in a text, and what is in front of it: `preset-v` and 1.2.0 of `preset-v1.2`. */
interface Versioned {
  prefix: string;
  version: SemVer;
  /** How many numbers it has: two of `v1.2`. */
  parts: number;
}

/**
 * The newest of a repository's tags, where it is newer than the one that is given. Only tags with the same text in front
 * of the version count: `rust-v2` is no newer `c-v1`. Prereleases count where the given one is a prerelease. A tag on the
 * same commit is not newer: `v1` moves along with `v1.2.3` in many repositories.
 *
 * @param tags the commit of each, by name
 */
export function newerTag(given: string, tags: ReadonlyMap<string, string>): string | undefined {
  const from = versionOfTag(given);
  if (!from) return undefined;
  const newer = [...tags].flatMap(([tag, commit]) => {
    const to = versionOfTag(tag);
    const counts = to && to.prefix === from.prefix && isNewerTag(to.version, from.version);
    return counts ? [{ tag, commit, ...to }] : [];
  });
  newer.sort((one, other) => other.version.compare(one.version) || other.parts - one.parts);
  const [newest] = newer;
  if (!newest || newest.commit === tags.get(given)) return undefined;
  // Where v2 and v2.0.0 are one commit, that with as many numbers as the given one has.
  const alike = newer.find(({ commit, parts }) => commit === newest.commit && parts === from.parts);
  return (alike ?? newest).tag;
}

/**
 * The range of a package that takes its newest version, where the given range does not: `^2.1.0` for `^1`. A tag of npm
 * (`latest`) follows by itself. Prereleases count where the range names one.
 */
export function newerRange(given: string, versions: readonly string[]): { range: string; version: string } | undefined {
  const range = semver.validRange(given);
  if (range === null || range === '*' || given.trim() === '') return undefined;
  const includePrerelease = /\d-[0-9A-Za-z]/.test(range);
  const known = versions.filter((version) => includePrerelease || semver.prerelease(version) === null);
  const newest = known.filter((version) => semver.valid(version)).sort(semver.rcompare)[0];
  if (newest === undefined || !semver.gtr(newest, range, { includePrerelease })) return undefined;
  const operator = semver.valid(given.trim().replace(/^=/, '')) ? '' : given.trim().startsWith('~') ? '~' : '^';
  return { range: `${operator}${newest}`, version: newest };
}

function isNewerTag(to: SemVer, from: SemVer): boolean {
  return to.compare(from) > 0 && (to.prerelease.length === 0 || from.prerelease.length > 0);
}

/** A version of one to three numbers at the end of a text, as of 2026.04, too. */
const VERSION = /^((?:.*?[^0-9.])??)(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

function versionOfTag(tag: string): Versioned | undefined {
  const [found, prefix = '', major, minor, patch, suffix = ''] = VERSION.exec(tag) ?? [];
  if (found === undefined) return undefined;
  const numbers = [major, minor, patch].filter((number) => number !== undefined).map(Number);
  const whole = [...numbers, 0, 0].slice(0, 3).join('.');
  const version = semver.parse(`${whole}${suffix}`);
  return version === null ? undefined : { prefix, version, parts: numbers.length };
}
