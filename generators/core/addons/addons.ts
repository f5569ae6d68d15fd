import type { TemplateFile } from '../languages/language.js';
import type { AddOn } from './addon.js';
import { compose } from './compose.js';
import { devcontainer } from './devcontainer.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { kubernetes } from './kubernetes.js';
import { quadlet } from './quadlet.js';
import { renovate } from './renovate.js';

/** THE list of add-ons: one more is an object, its files and a line here. */
export const addOns: readonly AddOn[] = [kubernetes, quadlet, compose, devcontainer, github, gitlab, renovate];

/** The files of these add-ons in a project. */
export function filesOfAddOns(ids: readonly string[], slug: string): TemplateFile[] {
  return addOns.filter(({ id }) => ids.includes(id)).flatMap(({ files }) => files(slug));
}

/** The templates that the files of these add-ons include. */
export function includesOfAddOns(ids: readonly string[]): string[] {
  return addOns.filter(({ id }) => ids.includes(id)).flatMap(({ includes = [] }) => includes);
}
