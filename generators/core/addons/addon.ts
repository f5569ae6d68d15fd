import type { TemplateFile } from '../languages/language.js';

/** Files for one tool that a project can have beside its own. Nothing is added unless the user asks for it. */
export interface AddOn {
  /** What `--add` takes; also the name of its folder below `templates/addons/`. */
  id: string;
  /** As users read it, in a list. */
  title: string;
  /** @param slug the project's name, for files that are named after it */
  files(slug: string): readonly TemplateFile[];
  /** Templates that those of its files include, by their path below `templates/`. */
  includes?: readonly string[];
}

/** The template of an add-on's file, below `templates/`, and its path in the project. */
export function fileOf(id: string, path: string, template: string = path): TemplateFile {
  return { template: `addons/${id}/${template}.ejs`, path };
}
