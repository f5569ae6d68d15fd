// Replaces @iarna/toml where it only writes.
import stringify from '@iarna/toml/stringify.js';

export default { stringify };
