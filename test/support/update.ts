import type { Changes } from '../../generators/commands/update/stage.js';

/** An update that replaces a file, adds one, removes one and leaves one unchanged. */
export const CHANGES: Changes = {
  write: [
    { path: 'Containerfile', text: 'new', executable: false },
    { path: 'ci/check.sh', text: 'true', executable: true },
  ],
  remove: ['dropped'],
  conflicts: [],
  rc: '{"version": "2"}',
};
/** The project before and after it. */
export const BEFORE = {
  '.yo-rc.json': '{"version": "1"}',
  Containerfile: 'old',
  dropped: 'unchanged',
  'mine/notes': 'mine',
};
export const AFTER = {
  '.yo-rc.json': '{"version": "2"}',
  Containerfile: 'new',
  'ci/check.sh': 'true',
  'mine/notes': 'mine',
};
