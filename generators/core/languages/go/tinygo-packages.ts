import { distinctPackages, type PackageLister } from '../../sbom/inventory.js';
import type { PackageSource } from '../language.js';
import { goModule } from './build-info.js';
import { tinygoFlags } from './language.js';
import type { GoPlan } from './plan.js';

/** `tinygo list` lists the packages of a build with TinyGo's own settings: the modules that they come from are in the module. */
export function tinygoPackages(plan: GoPlan | undefined): PackageLister {
  const tags = tinygoFlags(plan).filter((flag) => /^-(?:target|tags)=/.test(flag));
  const module =
    '{{with .Module}}{{if not .Main}}{{.Path}}|{{.Version}}|{{with .Replace}}{{.Path}}|{{.Version}}{{end}}{{end}}{{end}}';
  return {
    command: ['tinygo', 'list', ...tags, '-deps', '-f', module, plan?.package ?? '.'],
    files: ['go.sum'],
    read(listed, files) {
      const sums = sumsOf(files.get('go.sum') ?? '');
      const found = listed.split('\n').flatMap((line) => {
        const [path, version, by, byVersion] = line.split('|');
        if (!path) return [];
        const [name, its] = by ? [by, byVersion] : [path, version];
        return [goModule(name, its || undefined, sums.get(`${name} ${its}`))];
      });
      const packages = distinctPackages(found);
      return { packages, uses: packages.map(({ id }) => id) };
    },
  };
}

/** The sums of a go.sum, by name and version. Those of a go.mod only are none. */
function sumsOf(text: string): Map<string, string> {
  const lines = text.split('\n').map((line) => line.split(' '));
  return new Map(lines.flatMap(([name, version, sum]) => (sum ? [[`${name} ${version}`, sum] as const] : [])));
}

/** The Go modules that TinyGo compiles. */
export const tinygoPackageSource: PackageSource<GoPlan> = { lister: tinygoPackages };
