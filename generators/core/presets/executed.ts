import { foldedName } from './overlay-path.js';

/**
 * THE table of files that some tool runs, or that tell a tool what to run, without anybody naming them. Opening the
 * project's folder, entering it in a shell, building, committing or pushing is enough. A preset's need trust as its
 * templates do. Names are compared as file systems do that know no upper case. Hidden files are settings of tools, so
 * there it is the harmless ones that are listed (HARMLESS_HIDDEN).
 */
const EXECUTED: readonly [by: string, pattern: RegExp][] = [
  // Rust. rust-toolchain may name a folder with a rustc in it; a manifest names build scripts and macros.
  [
    'cargo',
    /^(?:build\.rs|cargo\.(?:toml|lock)|cross\.toml|makefile\.toml|trunk\.toml|cargo-generate\.toml|release\.toml|dist-workspace\.toml)$/,
  ],
  ['rustup', /^rust-toolchain(?:\.toml)?$/],
  ['rust-analyzer', /^(?:rust-project\.json|rust-analyzer\.toml)$/],
  // make and those like it.
  ['make', /^(?:gnu|bsd)?makefile(?:\..*)?$|^k(?:build|config)(?:\..*)?$|\.(?:mk|mak|make)$/],
  ['cmake', /^(?:cmakelists\.txt|cmake(?:user)?presets\.json|toolchain\.cmake|ctest.*\.txt)$|\.cmake(?:\.in)?$/],
  [
    'autotools',
    /^(?:configure(?:\..*)?|autogen(?:\.sh)?|bootstrap(?:\.sh)?|buildconf|libtool|config\.(?:guess|sub))$|\.(?:ac|am|m4|in)$/,
  ],
  ['meson', /^meson(?:\.build|_options\.txt|\.options)$|\.wrap$/],
  ['ninja', /\.ninja$/],
  ['bazel', /^(?:build|workspace|module|repo)(?:\.bazel|\.bzlmod)?$|\.(?:bzl|bazelrc)$/],
  [
    'a build tool',
    /^(?:sconstruct|sconscript|wscript|waf|tupfile(?:\.lua)?|jamfile|jamroot|buck|xmake\.lua|premake\d?\.lua|build\.zig(?:\.zon)?|earthfile|dagger\.json|tiltfile|procfile|snakefile|pants\.toml|package\.swift|doxyfile|book\.toml|spin\.toml|wrangler\.(?:toml|jsonc?))$/,
  ],
  [
    'a task runner',
    /^(?:justfile|taskfile(?:\.dist)?\.ya?ml|mise\.toml|mise\..*\.toml|bacon\.toml|devbox\.json|devenv\.(?:nix|yaml)|tasks\.py|pixi\.toml|cliff\.toml|lefthook(?:-local)?\.(?:ya?ml|toml|json))$/,
  ],
  ['a C tool', /^(?:compile_commands\.json|compile_flags\.txt|conanfile\.(?:py|txt)|vcpkg(?:-configuration)?\.json)$/],
  // Go runs what a manifest replaces or names as a tool.
  ['go', /^(?:go\.(?:mod|work|env)|magefile\.go|tools\.go)$/],
  // JavaScript, Python, Ruby, PHP, the JVM, Elixir, Nix.
  [
    'a JavaScript tool',
    /^(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bunfig\.toml|deno\.jsonc?|lerna\.json|nx\.json|turbo\.json|(?:grunt|gulp)file\..*|binding\.gyp)$|\.(?:[cm]?js|[cm]?ts|[jt]sx|node)$/,
  ],
  [
    'python',
    /^(?:setup\.(?:py|cfg)|pyproject\.toml|conftest\.py|tox\.(?:ini|toml)|pytest\.ini|noxfile\.py|(?:site|user)customize\.py|requirements.*\.txt|pipfile)$|\.(?:pth|py)$/,
  ],
  ['ruby', /^(?:gemfile(?:\.lock)?|rakefile|guardfile|vagrantfile|brewfile|podfile|fastfile)$|\.(?:gemspec|rb)$/],
  ['php', /^composer\.(?:json|lock)$|\.php$/],
  [
    'a JVM tool',
    /^(?:pom\.xml|build\.xml|gradlew|mvnw|build\.sbt)$|\.(?:gradle|gradle\.kts|sbt)$|^gradle.*\.properties$/,
  ],
  ['mix', /^mix\.(?:exs|lock)$/],
  ['nix', /^flake\.lock$|\.nix$/],
  // Containers and infrastructure.
  ['a container engine', /^(?:containerfile|dockerfile)(?:\..*)?$|\.(?:containerfile|dockerfile)$/],
  ['compose', /^(?:docker-|podman-)?compose(?:\..*)?\.ya?ml$|^docker-bake(?:\..*)?\.json$/],
  [
    'an infrastructure tool',
    /^(?:pulumi\..*|ansible\.cfg|(?:skaffold|devspace|helmfile|werf|serverless)\.ya?ml|samconfig\.toml)$|\.(?:tf|tfvars|hcl|tf\.json)$/,
  ],
  // CI whose file is not hidden.
  [
    'CI',
    /^(?:jenkinsfile(?:\..*)?|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.ya?ml|appveyor\.ya?ml|cloudbuild\.(?:ya?ml|json)|bitrise\.ya?ml|codemagic\.ya?ml|heroku\.yml|render\.yaml|railway\.(?:json|toml)|nixpacks\.toml|buildspec\.ya?ml|action\.ya?ml|wercker\.ya?ml|codefresh\.ya?ml|netlify\.toml|vercel\.json|fly\.toml|renovate\.json5?)$/,
  ],
  // A folder with these is a repository to git, and its config names programs.
  ['git', /^(?:head|commondir|packed-refs|gitdir|objects|refs|hooks)$/],
  // Editors, and agents that follow what a file tells them.
  [
    'an editor',
    /\.(?:code-workspace|sublime-project|sublime-workspace|iml|ipr|iws|pro|slnx?|[a-z]*proj|props|targets|rsp|el|vim|lua)$|^_(?:vim|ex|gvim)rc$/,
  ],
  [
    'a coding agent',
    /^(?:agents?|claude|gemini|qwen|warp|conventions|skill|copilot-instructions)(?:\.local)?\.md$|^opencode\.jsonc?$/,
  ],
  // What Windows runs by its bare name before it looks at PATH, what a click runs, and what sends the user's password
  // hash to another computer as soon as the folder is shown (scf, library-ms, searchconnector-ms, theme).
  [
    'Windows',
    /\.(?:com|exe|bat|cmd|vbs|vbe|jse|wsf|wsh|msc|scr|pif|cpl|hta|lnk|url|reg|msi|inf|ps1|psm1|psd1|ps1xml|psc1|cdxml|ws|wsc|sct|scf|xll|iqy|chm|theme(?:pack)?|[a-z]+-ms|application)$|^desktop\.ini$/,
  ],
  ['a desktop', /\.(?:desktop|command|workflow|service|timer|socket)$/],
];

/** Folders in which every file is run, or is read by what runs. */
const EXECUTED_FOLDERS: readonly [by: string, pattern: RegExp][] = [
  ['a JavaScript tool', /^node_modules$/],
  ['git', /^(?:git-?hooks|hooks)$/],
  ['go', /^magefiles$/],
  ['rust', /^xtask$/],
];

/** Hidden files that tell a tool how texts look, or which files it skips: nothing that it would run. */
const HARMLESS_HIDDEN = new Set([
  ...['.editorconfig', '.gitignore', '.gitkeep', '.keep', '.mailmap', '.git-blame-ignore-revs'],
  ...['.containerignore', '.dockerignore', '.npmignore', '.helmignore', '.prettierignore', '.eslintignore', '.ignore'],
  ...['.clang-format', '.clang-format-ignore', '.rustfmt.toml', '.clippy.toml', '.yamllint', '.yamllint.yml'],
  ...['.markdownlint.json', '.markdownlint.yaml', '.markdownlint.yml', '.markdownlintignore', '.codespellrc'],
  ...['.typos.toml', '.hadolint.yaml', '.hadolint.yml', '.licenserc.yaml'],
]);

/** GitHub's own texts: nothing below `.github` but these is without effect. */
const HARMLESS_PATHS =
  /^\.github\/(?:codeowners|funding\.yml|(?:issue_template|pull_request_template)(?:\/[^/]+)?\.(?:md|yml)|[a-z_]+_template\.md)$/;

/**
 * What runs a file of a project, or does what it says, without the user naming the file; undefined where nothing does.
 *
 * @param path relative to the project, with `/` between folders
 */
export function executedBy(path: string): string | undefined {
  const folded = foldedName(path).toLowerCase();
  const names = folded.split('/');
  const name = names.at(-1) ?? '';
  const hidden = names.find((each) => each.startsWith('.'));
  if (hidden !== undefined && !HARMLESS_PATHS.test(folded)) {
    const harmless = hidden === name && HARMLESS_HIDDEN.has(name);
    if (!harmless) return hiddenOwner(hidden);
  }
  for (const folder of names.slice(0, -1)) {
    const [by] = EXECUTED_FOLDERS.find(([, pattern]) => pattern.test(folder)) ?? [];
    if (by !== undefined) return by;
  }
  return EXECUTED.find(([, pattern]) => pattern.test(name))?.[0];
}

/** The tools of well-known hidden names, for the message; every other one has some tool, too. */
const HIDDEN: readonly [by: string, pattern: RegExp][] = [
  ['cargo', /^\.cargo$/],
  ['npm', /^\.npmrc$/],
  ['direnv', /^\.(?:envrc|direnv)$/],
  ['an editor', /^\.(?:vscode|idea|vs|zed|fleet|helix|devcontainer.*|vimrc|exrc|nvim.*|dir-locals.*)$/],
  ['git', /^\.(?:git.*|husky|pre-commit-config.*|lefthook.*)$/],
  [
    'CI',
    /^\.(?:github|gitlab.*|gitea|forgejo|circleci|travis.*|drone.*|woodpecker.*|buildkite|azure-pipelines|cirrus.*|tekton|ci)$/,
  ],
];

function hiddenOwner(name: string): string {
  // GitLab's and GitHub's before git's own, whose names they begin with.
  const ci = HIDDEN.find(([by, pattern]) => by === 'CI' && pattern.test(name));
  return (ci ?? HIDDEN.find(([, pattern]) => pattern.test(name)))?.[0] ?? `a program that reads ${name}`;
}
