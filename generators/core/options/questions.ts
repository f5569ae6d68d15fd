import { addOns } from '../addons/addons.js';
import { type EngineChoice, engineChoices } from '../engines/engines.js';
import {
  compilerOf,
  compilers,
  defaultLanguage,
  findTemplate,
  type LanguageId,
  type TemplateId,
  templateKinds,
} from '../languages/languages.js';
import { type Platforms, platformChoices } from '../oci/index-platforms.js';
import type { Flag } from './flag.js';
import { buildableReference } from './image-reference.js';
import { InvalidValue, shown } from './invalid.js';
import { type ProjectName, projectName } from './names.js';
import { oneLine } from './one-line.js';
import { type SbomFormat, sbomFormats } from './sbom-formats.js';

/** What a question may depend on: the answers to the first two, and the folder that the user named. */
export interface Known {
  language?: LanguageId;
  name?: ProjectName;
  /** Base name of the directory on the command line, if one was given. */
  directoryName?: string;
}

/** One choice of a list, as text and as users read it. */
export interface Choice {
  value: string;
  name: string;
}

/**
 * One question. From this declaration come the prompt, the flag, the environment variable, the rows of `--help`, and
 * what is read from and written to `.yo-rc.json`. So do the line that repeats a run, the keys of a preset, the answers
 * that an update may change, and the validation, which is the same wherever the value comes from.
 */
export interface Question<Key extends string = keyof Answers, Value = Answers[keyof Answers]> extends Flag<Key> {
  /** What a prompt says. A question without one is never asked: its default holds for most users. */
  message?: string;
  /** A closed list; a question without one takes text. One without a placeholder takes yes or no. */
  choices?: readonly Choice[];
  /** What an answer lists, with commas between: a preset takes a list of texts, too. */
  listed?: readonly string[];
  /** Stored in the project, so that the next run knows it. An engine belongs to a machine, not to a project. */
  stored: boolean;
  /** Every project stores it: without it, nobody knows what was written. */
  required?: boolean;
  /** An update never changes it: with another answer it would be another project. */
  fixed?: boolean;
  /** It says what a new project is: an existing one has no use for it. */
  ofNewProjects?: boolean;
  /** The answer that says nothing, where that is not an empty text, or a no: see saysNothing. */
  nothing?: string;
  /** It tells projects apart: an update of several does not take it. */
  perProject?: boolean;
  /** A preset is many projects', and has no say in it. */
  notInPresets?: boolean;
  /** The written files do not depend on it: `--no-write` takes another answer. */
  notInFiles?: boolean;
  /** The text that a prompt begins with, and that is taken when nobody is asked. An empty one, or a no, is not stored. */
  default(known: Known): string;
  /** Text to value. Throws InvalidValue naming the rule. */
  parse(text: string, known: Known): Value;
  /** Value to text, for one that is neither a text nor a yes or no. */
  text?(value: Value): string;
}

const languageQuestion: Question<'language', LanguageId> = {
  key: 'language',
  group: 'project',
  placeholder: compilers.map((l) => l.id).join('|'),
  help: 'language of the program',
  message: 'Which language?',
  choices: compilers.map((l) => ({ value: l.id, name: l.title })),
  stored: true,
  required: true,
  fixed: true,
  default: () => defaultLanguage,
  parse: (text) =>
    choiceIn(
      compilers.map((l) => l.id),
      text,
    ),
};

const templateQuestion: Question<'template', TemplateId> = {
  key: 'template',
  placeholder: templateKinds.map(({ id }) => id).join('|'),
  group: 'project',
  help: `kind of project: ${templateKinds.map(({ title }) => title).join(', ')}`,
  message: 'Which kind of project?',
  choices: templateKinds.map(({ id, title }) => ({ value: id, name: `${id}: ${title}` })),
  stored: true,
  fixed: true,
  ofNewProjects: true,
  nothing: templateKinds[0]?.id ?? '',
  default: () => templateKinds[0]?.id ?? '',
  parse(text, { language }) {
    const id = choiceIn(
      templateKinds.map((template) => template.id),
      text,
    );
    // A preset names it before there is a language.
    if (language === undefined || findTemplate(language, id)) return id;
    const { title, lacks } = compilerOf(language);
    const those = compilers.filter((one) => findTemplate(one.id, id)).map((one) => one.title);
    const why = [lacks?.[id], `${those.join(', ')} ${those.length > 1 ? 'have' : 'has'} it`].filter(Boolean).join('; ');
    throw new InvalidValue(`${title} has no template ${shown(id)}: ${why}`);
  },
};

const nameQuestion: Question<'name', ProjectName> = {
  key: 'name',
  group: 'project',
  placeholder: 'NAME',
  help: 'name of the project; "My App!" becomes my-app where only that is legal',
  message: 'What is it called?',
  stored: true,
  required: true,
  perProject: true,
  notInPresets: true,
  default: (known) => known.directoryName ?? 'hello-wasm',
  parse: (text) => projectName(text),
  text: ({ title }) => title,
};

/** Where the image goes, with a tag. */
const imageQuestion: Question<'image', string> = {
  key: 'image',
  group: 'project',
  placeholder: 'REF',
  help: 'reference of the image, for example quay.io/you/hello:1.0',
  message: 'Which image reference?',
  stored: true,
  required: true,
  perProject: true,
  notInFiles: true,
  default: (known) => `localhost/${known.name?.slug ?? 'hello-wasm'}:latest`,
  parse: (text) => buildableReference(text),
};

const engineQuestion: Question<'engine', EngineChoice> = {
  key: 'engine',
  group: 'build',
  placeholder: engineChoices.map((e) => e.value).join('|'),
  help: 'the engine that builds and runs the image; auto selects the first that works here',
  message: 'Which engine builds and runs the image?',
  choices: engineChoices,
  stored: false,
  notInFiles: true,
  default: () => 'auto',
  parse: (text) =>
    choiceIn(
      engineChoices.map((e) => e.value),
      text,
    ),
};

/** The languages whose compilers do not run wasm-opt themselves. */
const optimized = compilers.filter(({ wasmOpt }) => wasmOpt).map(({ title }) => title);

/** Whether wasm-opt makes the compiled module smaller. */
const wasmOptQuestion: Question<'wasm-opt', boolean> = {
  key: 'wasm-opt',
  group: 'build',
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

/** Whether WasmEdge's compiler adds native code to the module. */
const aotQuestion: Question<'aot', boolean> = {
  key: 'aot',
  group: 'build',
  help: "add native code for this machine's architecture, by WasmEdge's compiler",
  stored: true,
  default: () => 'no',
  parse: (text) => yesOrNo(text),
};

/** Whether the Containerfile names its builder images by tag and digest. */
const pinDigestsQuestion: Question<'pin-digests', boolean> = {
  key: 'pin-digests',
  group: 'build',
  help: 'pin the builder images by tag and digest; Podman or Docker asks the registry',
  stored: true,
  default: () => 'no',
  parse: (text) => yesOrNo(text),
};

/** What lists an image in its registry: crun-wasm's platform only, or the platforms of Kubernetes nodes, too. */
const platformsQuestion: Question<'platforms', Platforms> = {
  key: 'platforms',
  group: 'build',
  placeholder: platformChoices.join('|'),
  help: 'platforms that the registry lists the image for; kubernetes adds linux/amd64 and linux/arm64',
  choices: platformChoices.map((value) => ({ value, name: value })),
  stored: true,
  notInFiles: true,
  nothing: platformChoices[0],
  default: () => platformChoices[0],
  parse: (text) => choiceIn(platformChoices, text),
};

/** Whether a build writes a list of the packages in the module, and in which format. */
const sbomQuestion: Question<'sbom', SbomFormat | 'none'> = {
  key: 'sbom',
  group: 'build',
  placeholder: sbomFormats.map(({ value }) => value).join('|'),
  help: 'write an SBOM: the packages in the module; with --push attach it to the image',
  choices: [...sbomFormats, { value: 'none', name: 'no SBOM' }],
  stored: true,
  nothing: 'none',
  default: () => 'none',
  parse: (text) => choiceIn([...sbomFormats.map(({ value }) => value), 'none'], text),
};

/** What cosign signs a pushed image with. A key belongs to a machine, not to a project. */
const signQuestion: Question<'sign', string> = {
  key: 'sign',
  group: 'output',
  placeholder: 'KEY|keyless',
  help: 'sign the pushed image with cosign, and attest how it was built',
  stored: false,
  notInFiles: true,
  notInPresets: true,
  default: () => '',
  parse(text) {
    if (text !== '') oneLine(text);
    return text;
  },
};

/** Which files the project has beside its own. */
const addQuestion: Question<'add', readonly string[]> = {
  key: 'add',
  group: 'project',
  placeholder: 'LIST',
  help: `files for other tools: ${addOns.map(({ id }) => id).join(', ')}`,
  listed: addOns.map(({ id }) => id),
  stored: true,
  default: () => '',
  parse(text) {
    const given = text.split(',').map((id) => id.trim());
    const ids = addOns.map(({ id }) => id);
    if (text.trim() === '') return [];
    for (const id of given) choiceIn(ids, id);
    return ids.filter((id) => given.includes(id));
  },
  text: (ids) => ids.join(','),
};

/** Whether an image may hold a program that does nothing (policy/hollow-rule.ts). */
const acceptEmptyQuestion: Question<'accept-empty', boolean> = {
  key: 'accept-empty',
  group: 'build',
  help: 'accept a program that does nothing',
  stored: true,
  notInFiles: true,
  notInPresets: true,
  default: () => 'no',
  parse: (text) => yesOrNo(text),
};

/** THE declaration of every question, in the order they are asked. */
const declared = [
  languageQuestion,
  templateQuestion,
  nameQuestion,
  imageQuestion,
  engineQuestion,
  wasmOptQuestion,
  aotQuestion,
  pinDigestsQuestion,
  sbomQuestion,
  signQuestion,
  platformsQuestion,
  addQuestion,
  acceptEmptyQuestion,
] as const;

type Declared = (typeof declared)[number];

/** Everything a project and its image are made from: the value of every question, by its key. */
export type Answers = { [One in Declared as One['key']]: ReturnType<One['parse']> };

/** Every question, in the order they are asked. */
export const questions: readonly Question[] = declared;

/** The question of a key. */
export function questionOf<Key extends keyof Answers>(key: Key): Question<Key, Answers[Key]> {
  const found = questions.find((question) => question.key === key);
  if (!found) throw new Error(`no question ${key}`);
  return found as unknown as Question<Key, Answers[Key]>;
}

/** Whether a project keeps its answer to the question of a key, as its language and its template. */
export function isPermanent(key: string): boolean {
  return questions.some((question) => question.key === key && question.fixed === true);
}

/** What an answer is as text: what `parse` takes, and `.yo-rc.json` stores. */
export function answerText({ key, text }: Question, answers: Answers): string {
  const value = answers[key];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return text ? text(value) : String(value);
}

/**
 * Whether a text says nothing: no text, no, or what the question has for it. Such an answer is neither stored nor
 * repeated, unless the default is another.
 */
export function saysNothing(
  { placeholder, nothing }: Pick<Question, 'placeholder' | 'nothing'>,
  text: string,
): boolean {
  return text === (nothing ?? (placeholder === undefined ? 'no' : ''));
}

/** The choices of a question that its rule takes, with what is known by then: not every language has every template. */
export function offered({ choices = [], parse }: Question, known: Known): readonly Choice[] {
  return choices.filter(({ value }) => {
    try {
      parse(value, known);
      return true;
    } catch (error) {
      if (error instanceof InvalidValue) return false;
      throw error;
    }
  });
}

function choiceIn<T extends string>(allowed: readonly T[], text: string): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new InvalidValue(`${shown(text)} is not one of ${allowed.join(', ')}`);
  return found;
}

function yesOrNo(text: string): boolean {
  return choiceIn(['yes', 'no'], text) === 'yes';
}
