// Replaces lodash-es in Yeoman's packages in the bundle: theirs, but for two functions that bring a third of lodash along.
export { default as cloneDeep } from 'lodash-es/cloneDeep.js';
export { default as defaults } from 'lodash-es/defaults.js';
export { default as escapeRegExp } from 'lodash-es/escapeRegExp.js';
export { default as get } from 'lodash-es/get.js';
export { default as merge } from 'lodash-es/merge.js';
export { default as pick } from 'lodash-es/pick.js';
export { default as set } from 'lodash-es/set.js';
export { default as uniq } from 'lodash-es/uniq.js';

export const findLast = (list, test) => list.findLast(test);

/** Only a deprecated method of a generator would say something by it. */
export const template = undefined;
