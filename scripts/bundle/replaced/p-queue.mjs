// Replaces the p-queue of p-transform in the bundle: Yeoman's environment brings a newer one.
export { default } from 'p-queue';
