import type { BaseOptions } from 'yeoman-generator';
import { containerfileFlags } from '../core/options/main-flags.js';
import { existingProject } from '../core/project/existing/kind.js';
import type { RenderedExisting } from '../core/project/existing/render.js';
import { type ExistingJob, resolveExisting } from '../core/project/existing/resolve.js';
import { choose } from '../core/terminal/prompts.js';
import { ProjectGenerator } from '../project-generator.js';

/** `create-wasm-oci containerfile`: an existing project gets its container files, and nothing else. */
export default class ContainerfileGenerator extends ProjectGenerator<ExistingJob, RenderedExisting> {
  constructor(args: string[], options: BaseOptions) {
    super(args, options, {
      kind: existingProject,
      directory: "the project's directory",
      flags: containerfileFlags,
      resolve: (given, prompt, progress) =>
        resolveExisting({
          ...given,
          choose: (ambiguity) => choose(prompt, ambiguity),
          tell: (lines) => {
            for (const line of lines) progress.note(`found: ${line}`);
          },
        }),
    });
  }
}
