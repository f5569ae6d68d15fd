/** What the jobs of each CI system run: templates that those of the add-ons include, so that a step is written once. */
export const ciScripts: readonly string[] = ['repository', 'build', 'check', 'push', 'sign', 'update'].map(
  (name) => `addons/ci/${name}.ejs`,
);
