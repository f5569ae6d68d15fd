/** Where a package comes from. Only one of a registry can be fetched by its name and version. */
export type PackageOrigin = 'registry' | 'git' | 'local' | 'toolchain';

/** One package that is compiled into a module. */
export interface ModulePackage {
  /** Tells it apart from the others of its inventory: two versions of a package can be in one module. */
  id: string;
  /** The kind of a package URL (purl): `cargo`, `golang`. */
  type: string;
  name: string;
  version?: string;
  origin: PackageOrigin;
  /** The address of its repository with the revision, where it comes from one. */
  repository?: string;
  /** An SPDX expression, as the package declares it. */
  license?: string;
  /** Lower-case hexadecimal, as its registry or checksum database has it. */
  sha256?: string;
  /** The ids of the packages that it uses. */
  uses: readonly string[];
}

/** What is in a module. */
export interface Inventory {
  packages: readonly ModulePackage[];
  /** The ids of the packages that the program itself uses. */
  uses: readonly string[];
}

/**
 * How a compiler's packages are listed where the module does not have the list itself: a command, run where the compiler
 * runs, in the folder where it builds.
 */
export interface PackageLister {
  command: readonly string[];
  /** Files beside it that belong to the list: a lock file. One that does not exist is no error. */
  files: readonly string[];
  /**
   * @param listed what the command printed
   * @param files the texts of the files that exist, by name
   */
  read(listed: string, files: ReadonlyMap<string, string>): Inventory;
}

/** The packages without those that are listed twice. */
export function distinctPackages(packages: readonly ModulePackage[]): ModulePackage[] {
  return [...new Map(packages.map((one) => [one.id, one])).values()];
}

/** How many packages a list has, for a report. */
export function packageCount({ length }: readonly unknown[]): string {
  return length === 1 ? '1 package' : `${length} packages`;
}
