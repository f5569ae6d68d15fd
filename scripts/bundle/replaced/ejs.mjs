// Replaces the ejs of mem-fs-editor in the bundle: the one the templates are rendered with.
export { default } from 'ejs';
