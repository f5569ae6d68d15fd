import { type EngineChoice, engineChoices } from '../engines/choices.js';
import { compilerOf, compilers, defaultLanguage, type LanguageId } from '../languages/languages.js';
import { buildableReference } from './image-reference.js';
import { InvalidValue, shown } from './invalid.js';
import { type ProjectName, projectName } from './names.js';

/** Everything a project and its image are made from. */
export interface Answers {
  language: LanguageId;
  name: ProjectName;
  /** Where the image goes, with a tag. */
  image: string;
  engine: EngineChoice;
  /** Whether wasm-opt makes the compiled module smaller. */
  'wasm-opt': boolean;
  /** Whether WasmEdge's compiler adds native code to the module. */
  aot: boolean;
  /** Whether the Containerfile names its builder images by tag and digest. */
  'pin-digests': boolean;
}

/** What is settled before a question is asked: the answers above it, and the folder the person named. */
export interface Known extends Partial<Answers> {
  /** Base name of the directory on the command line, if one was given. */
  directoryName?: string;
}

/** One choice of a list, as text and as people read it. */
export interface Choice {
  value: string;
  name: string;
}

/**
 * One question. From this declaration come the prompt, the flag (`--key`), the environment variable,
 * the lines of `--help`, and the validation, which is the same wherever the value comes from.
 */
export interface Question<Key extends keyof Answers = keyof Answers> {
  key: Key;
  environment: string;
  /** The value in `--help`: `REF` in `--image REF`. Left out by a question of yes or no: `--KEY` and `--no-KEY` answer it. */
  placeholder?: string;
  help: string;
  /** What a prompt says. A question without one is never asked: its default holds for most people. */
  message?: string;
  /** A closed list; a question without one takes text. */
  choices?: readonly Choice[];
  /** Stored in the project, so that the next run knows it. An engine belongs to a machine, not to a project. */
  stored: boolean;
  /** The text that stands in the prompt, and is taken when nobody is asked. */
  default(known: Known): string;
  /** Text to value. Throws InvalidValue naming the rule. */
  parse(text: string, known: Known): Answers[Key];
}

const language: Question<'language'> = {
  key: 'language',
  environment: 'WASM_OCI_LANGUAGE',
  placeholder: compilers.map((l) => l.id).join('|'),
  help: 'language of the program',
  message: 'Which language?',
  choices: compilers.map((l) => ({ value: l.id, name: l.title })),
  stored: true,
  default: () => defaultLanguage,
  parse: (text) =>
    oneOf(
      compilers.map((l) => l.id),
      text,
    ),
};

const name: Question<'name'> = {
  key: 'name',
  environment: 'WASM_OCI_NAME',
  placeholder: 'NAME',
  help: 'name of the project; "My App!" becomes my-app where only that is legal',
  message: 'What is it called?',
  stored: true,
  default: (known) => known.directoryName ?? 'hello-wasm',
  parse: (text) => projectName(text),
};

const image: Question<'image'> = {
  key: 'image',
  environment: 'WASM_OCI_IMAGE',
  placeholder: 'REF',
  help: 'reference of the image, for example quay.io/you/hello:1.0',
  message: 'Which image reference?',
  stored: true,
  default: (known) => `localhost/${known.name?.slug ?? 'hello-wasm'}:latest`,
  parse: (text) => buildableReference(text),
};

const engine: Question<'engine'> = {
  key: 'engine',
  environment: 'WASM_OCI_ENGINE',
  placeholder: engineChoices.map((e) => e.value).join('|'),
  help: 'what builds and runs the image; auto takes the first that works here',
  message: 'Which engine builds and runs the image?',
  choices: engineChoices,
  stored: false,
  default: () => 'auto',
  parse: (text) =>
    oneOf(
      engineChoices.map((e) => e.value),
      text,
    ),
};

/** The languages whose compilers do not run wasm-opt themselves. */
const optimized = compilers.filter(({ wasmOpt }) => wasmOpt).map(({ title }) => title);

const wasmOpt: Question<'wasm-opt'> = {
  key: 'wasm-opt',
  environment: 'WASM_OCI_WASM_OPT',
  help: `make the module smaller with wasm-opt (${optimized.join(', ')})`,
  stored: true,
  default: () => 'no',
  parse(text, known) {
    const wanted = yesOrNo(text);
    const { title, wasmOpt: flags } = compilerOf(known.language ?? defaultLanguage);
    if (wanted && !flags) throw new InvalidValue(`the compiler of ${title} runs wasm-opt itself`);
    return wanted;
  },
};

const aot: Question<'aot'> = {
  key: 'aot',
  environment: 'WASM_OCI_AOT',
  help: "add native code for this machine's architecture, by WasmEdge's compiler",
  stored: true,
  default: () => 'no',
  parse: (text) => yesOrNo(text),
};

const pinDigests: Question<'pin-digests'> = {
  key: 'pin-digests',
  environment: 'WASM_OCI_PIN_DIGESTS',
  help: 'pin the builder images by tag and digest; Podman or Docker asks the registry',
  stored: true,
  default: () => 'no',
  parse: (text) => yesOrNo(text),
};

/** THE declaration of every question, in the order they are asked. */
export const questions: readonly Question[] = [language, name, image, engine, wasmOpt, aot, pinDigests];

function oneOf<T extends string>(allowed: readonly T[], text: string): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new InvalidValue(`${shown(text)} is not one of ${allowed.join(', ')}`);
  return found;
}

function yesOrNo(text: string): boolean {
  return oneOf(['yes', 'no'], text) === 'yes';
}
