import type { Language, TemplateFile } from '../languages/language.js';

/**
 * The files every project has, whatever its language. In `templates/` their names begin with an
 * underscore where they begin with a dot here: npm would drop a `.gitignore` from the package.
 */
export function filesOf(language: Language): readonly TemplateFile[] {
  return [
    { template: `${language.id}/Containerfile.ejs`, path: 'Containerfile' },
    // Podman prefers .containerignore, Docker reads .dockerignore alone: the same text serves both.
    { template: 'shared/_containerignore.ejs', path: '.containerignore' },
    { template: 'shared/_containerignore.ejs', path: '.dockerignore' },
    ...language.files,
    { template: 'shared/README.md.ejs', path: 'README.md' },
    { template: 'shared/_gitignore.ejs', path: '.gitignore' },
  ];
}
