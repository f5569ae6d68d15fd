// Replaces ora in Yeoman's adapter in the bundle, which makes a spinner at every start and turns it only for transforms
// of files: our generators have none. ora takes 30 ms to load (generators/core/terminal/progress.ts).
export default () => ({ isSpinning: false, start() {}, stop() {}, succeed() {} });
