import { ExitCode, Failure } from '../../failure.js';
import { artifactLayout, type ImageContents, type Layout } from '../../oci/layout.js';
import type { ArtifactKind } from '../../options/artifact.js';
import { commandComponent, componentObstacle } from '../../wasm/command-component.js';
import { readWasm } from '../../wasm/wasm.js';

/**
 * The Wasm OCI artifact of a program: its module, or a component of it.
 *
 * @throws Failure where the module cannot become a component
 */
export async function artifactOfProgram(kind: ArtifactKind, contents: ImageContents): Promise<Layout> {
  if (kind === 'module') return artifactLayout(contents);
  const obstacle = componentObstacle(await readWasm(contents.module));
  if (obstacle) {
    throw new Failure(`${contents.entrypoint.slice(1)} cannot become a component: ${obstacle.why}.`, {
      exitCode: ExitCode.notBuilt,
      fix: [obstacle.fix, { text: 'Or write the module unchanged: --artifact, without component.' }],
    });
  }
  const component = await commandComponent(contents.module);
  const read = await readWasm(component);
  if (read.kind !== 'component') throw new Error(`a component was written, and ${read.kind} read`);
  return artifactLayout({ ...contents, module: component }, read);
}
