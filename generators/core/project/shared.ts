import { filesOfAddOns } from '../addons/addons.js';
import type { Template, TemplateFile } from '../languages/language.js';
import type { Answers } from '../options/questions.js';

/**
 * The files every project has, whatever its language. In `templates/` their names begin with an
 * underscore where they begin with a dot here: npm would drop a `.gitignore` from the package.
 */
export function filesOf({ files }: Template, { add, name }: Pick<Answers, 'add' | 'name'>): readonly TemplateFile[] {
  return [
    ...containerFiles,
    ...files,
    { template: 'shared/README.md.ejs', path: 'README.md' },
    { template: 'shared/_gitignore.ejs', path: '.gitignore' },
    ...filesOfAddOns(add, name.slug),
  ];
}

/** The files that an existing project gets. */
export function filesOfExisting({ add, name }: Pick<Answers, 'add' | 'name'>): readonly TemplateFile[] {
  return [...containerFiles, ...filesOfAddOns(add, name.slug)];
}

/** What an existing project gets, too. */
const containerFiles: readonly TemplateFile[] = [
  { template: 'shared/Containerfile.ejs', path: 'Containerfile' },
  // Podman prefers .containerignore, Docker reads only .dockerignore: the same text serves both.
  { template: 'shared/_containerignore.ejs', path: '.containerignore' },
  { template: 'shared/_containerignore.ejs', path: '.dockerignore' },
];
