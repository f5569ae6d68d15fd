// Replaces @inquirer/external-editor in the bundle, which guesses encodings by two libraries of 318 kB.
export { editAsync } from '../../../generators/core/terminal/editor.ts';
