import type { BaseOptions } from 'yeoman-generator';
import { mainFlags } from '../core/options/main-flags.js';
import type { Question } from '../core/options/questions.js';
import type { Job } from '../core/project/job.js';
import { newProject } from '../core/project/new/kind.js';
import type { RenderedNew } from '../core/project/new/render.js';
import { resolveNew } from '../core/project/new/resolve.js';
import { askQuestion } from '../core/terminal/prompts.js';
import { ProjectGenerator } from '../project-generator.js';

const NO_NOTES: ReadonlyMap<string, string> = new Map();

/** What a prompt says behind the choices. Looking for compilers is loaded for those who are asked. */
async function notesFor({ key }: Question): Promise<ReadonlyMap<string, string>> {
  if (key !== 'language') return NO_NOTES;
  return (await import('../core/toolchain/works-here.js')).notesForLanguages();
}

/** `npm init wasm-oci`, `yo wasm-oci`: a new project, from questions to a running image. */
export default class AppGenerator extends ProjectGenerator<Job, RenderedNew> {
  constructor(args: string[], options: BaseOptions) {
    super(args, options, {
      kind: newProject,
      directory: 'where the project goes',
      flags: mainFlags,
      resolve: (given, prompt) =>
        resolveNew({
          ...given,
          ask: async (question, known) => askQuestion(prompt, question, known, await notesFor(question)),
        }),
    });
  }
}
