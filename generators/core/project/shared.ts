import type { Template, TemplateFile } from '../languages/language.js';

/**
 * The files every project has, whatever its language. In `templates/` their names begin with an
 * underscore where they begin with a dot here: npm would drop a `.gitignore` from the package.
 */
export function filesOf({ files }: Template): readonly TemplateFile[] {
  return [
    ...containerFiles,
    ...files,
    { template: 'shared/README.md.ejs', path: 'README.md' },
    { template: 'shared/_gitignore.ejs', path: '.gitignore' },
  ];
}

/** What an existing project gets, too. */
export const containerFiles: readonly TemplateFile[] = [
  { template: 'shared/Containerfile.ejs', path: 'Containerfile' },
  // Podman prefers .containerignore, Docker reads only .dockerignore: the same text serves both.
  { template: 'shared/_containerignore.ejs', path: '.containerignore' },
  { template: 'shared/_containerignore.ejs', path: '.dockerignore' },
];
