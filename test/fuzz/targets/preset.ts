import { answersOf } from '../../../generators/core/presets/answers.js';
import { readPreset } from '../../../generators/core/presets/read-preset.js';
import { type Entry, treeOf } from '../../../generators/core/presets/tree.js';
import { partsOf } from '../support/parts.js';
import { isFailure, must, type Target } from '../support/target.js';

/** Presets: wasm-oci.toml, and a tree of files. A path that ends in `@link` or `@other` is no file. */
export default {
  run: async (input) => {
    const parts = partsOf(input);
    const entries = [...parts.keys()].map((path): Entry => {
      const [, name = path, kind = 'file'] = /^(.*)@(link|other)$/.exec(path) ?? [];
      return {
        path: name,
        kind: kind as Entry['kind'],
        executable: name.endsWith('.sh'),
        size: parts.get(path)?.length ?? 0,
      };
    });
    const tree = treeOf(
      entries,
      async (path) => parts.get(path),
      (path) => `acme/${path}`,
    );
    const { preset } = await readPreset(tree, { source: './acme' });
    for (const { path } of preset.files) {
      must(!/^(?:\/|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path), `a file of a preset goes to ${path}`);
    }
    const answers = answersOf(preset, true);
    for (const key of ['language', 'name', 'image', 'engine', 'wasm-opt', 'aot', 'pin-digests']) {
      answers.locked(key, { language: 'c' });
      answers.default(key, { language: 'c' });
    }
  },
  expects: isFailure,
  maxBytes: 16 * 1024,
  words: [
    '[defaults]\n',
    '[locked]\n',
    '[builders]\n',
    '[labels]\n',
    '[checks]\n',
    '[overlay]\n',
    '"""',
    "'''",
    '1979-05-27',
  ],
} satisfies Target;
