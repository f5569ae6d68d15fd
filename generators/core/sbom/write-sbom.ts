import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, Engine, Target } from '../engines/engine.js';
import { compilesOnHost } from '../engines/engines.js';
import { sourceDateEpoch } from '../engines/source-date-epoch.js';
import { ExitCode, Failure } from '../failure.js';
import { writeWhole } from '../files/write-whole.js';
import type { PackageSource } from '../languages/language.js';
import { compilerOf } from '../languages/languages.js';
import type { ImageReport } from '../oci/oci.js';
import { type SbomFormat, sbomFile } from '../options/sbom-formats.js';
import { packageVersion } from '../system/package-root.js';
import { createdAt, producingTools, type SbomContents, sha256Of } from './contents.js';
import { distinctPackages, type Inventory, type ModulePackage } from './inventory.js';

/** An SBOM that was written. */
export interface WrittenSbom {
  format: SbomFormat;
  /** Its file, in the project's folder. */
  file: string;
  /** The packages in the module. */
  packages: readonly ModulePackage[];
}

/** What is needed of an engine, beside its build. */
type Lister = Pick<Engine, 'id' | 'inBuilder'>;

/**
 * Writes the SBOM of an image that was built into the project's folder.
 *
 * @throws Failure where its packages cannot be listed
 */
export async function writeSbom(
  engine: Lister,
  target: Target,
  { report, format }: { report: ImageReport; format: SbomFormat },
  options: Pick<BuildOptions, 'onLine' | 'signal'>,
): Promise<WrittenSbom> {
  const { directory, slug } = target;
  if (!report.program) {
    throw new Failure(`The module of ${target.image} cannot be read for its SBOM.`, {
      exitCode: ExitCode.notBuilt,
      fix: [{ command: `create-wasm-oci inspect ${target.image}`, text: 'shows what the image holds' }],
    });
  }
  const tools = report.module?.kind === 'module' ? producingTools(report.module.producers) : [];
  const found = await inventoryOf(engine, target, { program: report.program, tools }, options);
  const contents: SbomContents = {
    ...found,
    name: slug,
    path: report.modulePath ?? '',
    sha256: sha256Of(report.program),
    tools,
    created: createdAt(sourceDateEpoch()),
    writer: { name: 'create-wasm-oci', version: packageVersion },
  };
  const text = await sbomText(format, contents);
  const file = sbomFile(slug, format);
  await writeWhole(join(directory, file), text);
  return { format, file, packages: found.packages };
}

async function sbomText(format: SbomFormat, contents: SbomContents): Promise<string> {
  if (format === 'spdx') return (await import('./spdx.js')).spdx(contents);
  return (await import('./cyclonedx.js')).cyclonedx(contents);
}

/** The packages in a module: by its own list, or by the one that the compiler's program makes. */
async function inventoryOf(
  engine: Lister,
  target: Target,
  { program, tools }: { program: Uint8Array } & Pick<SbomContents, 'tools'>,
  options: Pick<BuildOptions, 'onLine' | 'signal'>,
): Promise<Inventory> {
  const source = await compilerOf(target.language).packages?.();
  const inside = source?.inModule?.(program);
  const listed = inside ?? (await listedBy(engine, target, source?.lister, options));
  const { standard } = source ?? {};
  const producer = standard && tools.find(({ name }) => standard.producer.test(name));
  if (!standard || !producer) return listed;
  const version = /\d+(?:\.\d+)+\S*/.exec(producer.version)?.[0];
  const { type, name } = standard;
  const own: ModulePackage = {
    id: `${name}@${version ?? ''}`,
    type,
    name,
    ...(version !== undefined && { version }),
    origin: 'toolchain',
    uses: [],
  };
  return { packages: distinctPackages([...listed.packages, own]), uses: [...listed.uses, own.id] };
}

async function listedBy(
  engine: Lister,
  target: Target,
  lister: PackageSource['lister'],
  options: Pick<BuildOptions, 'onLine' | 'signal'>,
): Promise<Inventory> {
  if (!lister) return { packages: [], uses: [] };
  if (!engine.inBuilder) {
    throw new Failure(`${engine.id} cannot list the packages of ${target.image}.`, {
      exitCode: ExitCode.notBuilt,
      fix: [{ text: 'Build with another engine: --engine NAME.' }],
    });
  }
  const { directory, plan } = target;
  const here = compilesOnHost(engine.id) ? pathToFileURL(join(directory, plan?.workdir ?? '')).href : undefined;
  const { read, ...wanted } = lister(plan as never, here);
  const { printed, files } = await engine.inBuilder(target, wanted, options);
  return read(printed, files);
}
