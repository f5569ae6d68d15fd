// Replaces @inquirer/checkbox in the bundle, a kind of prompt that nothing uses: inquirer takes its separator from there.
export { Separator } from '@inquirer/select';

export default undefined;
