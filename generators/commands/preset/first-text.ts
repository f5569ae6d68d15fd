import { engines } from '../../core/engines/engines.js';
import { compilers, defaultLanguage, type LanguageId } from '../../core/languages/languages.js';
import { SCHEMA } from '../../core/presets/schema.js';

/**
 * The text of a new `wasm-oci.toml`. What begins with `#` and a key is a setting to uncomment; `# ` is a comment. A test
 * uncomments all of them.
 *
 * @param name the preset's, as `projectName` has it
 * @param schema the path of the JSON schema, as the file names it
 * @param builderOf the pinned image of a language, or of the tools
 */
export function firstText(name: string, schema: string, builderOf: (stage: LanguageId | 'tools') => string): string {
  const ids = compilers.map(({ id }) => id);
  const list = (texts: readonly string[]) => `[${texts.map((text) => `"${text}"`).join(', ')}]`;
  const builders = ([...ids, 'tools'] as const).map((stage) => `#${stage} = "${builderOf(stage)}"`);
  const overlays = ids.map((id) => `#${id} = "files-${id}"`);
  return `#:schema ${schema}
# All projects of a team share these settings. Every key is here: remove the # in front of those that you need.
schema = ${SCHEMA}
name = "${name}"
#description = "WebAssembly programs of the team ${name}"

# The languages that projects may have; any without this line.
#languages = ${list(ids)}

# Used unless a flag or a variable overrides it. {name} and {language} are the project's.
[defaults]
#language = "${defaultLanguage}"
#template = "cli"
#image = "registry.example.com/wasm/{name}:1.0.0"
#engine = "auto"
#add = ["kubernetes"]
#wasm-opt = true
#aot = false
#pin-digests = true
#sbom = "cyclonedx"
#platforms = "kubernetes"

# The same keys, which no flag or variable overrides. A key is in one of the two tables.
[locked]

# The images that compile: here those without a preset; name your own registry. Without one of its own, C++ takes that of C.
[builders]
${builders.join('\n')}

# On every image.
[labels]
#"org.opencontainers.image.vendor" = "Example Team"
#"org.opencontainers.image.source" = "https://git.example.com/wasm/{name}"

[license]
#spdx = "Apache-2.0"
# A file of this folder that goes into every project.
#file = "LICENSE"

# The first three are checked before anything is written, the others on every image that is built.
[checks]
#image-prefix = ["registry.example.com/wasm"]
#engines = ${list(engines.map(({ id }) => id))}
#sbom = true
#portable = true
#max-image-bytes = 1_000_000
#max-module-bytes = 1_000_000
#labels = ["org.opencontainers.image.source"]

# Folders beside this file whose files go into projects: of every language, or of one.
[overlay]
#shared = "files"
${overlays.join('\n')}
`;
}
