import { describe, expect, it } from 'vitest';
import { executedBy } from '../../generators/core/presets/executed.js';

describe('a file that a tool runs by itself', () => {
  it.each([
    [
      'cargo',
      'build.rs',
      'sub/BUILD.RS',
      '.cargo/config.toml',
      '.cargo/config',
      'sub/.cargo/config.toml',
      'Cargo.toml',
    ],
    ['cargo', 'Makefile.toml', 'Trunk.toml', 'Cross.toml'],
    ['rustup', 'rust-toolchain', 'rust-toolchain.toml'],
    ['rust-analyzer', 'rust-project.json', 'rust-analyzer.toml'],
    ['make', 'Makefile', 'makefile', 'GNUmakefile', 'BSDmakefile', 'Makefile.am', 'rules.mk', 'sub/Makefile'],
    ['cmake', 'CMakeLists.txt', 'cmake/x.cmake', 'CMakePresets.json', 'CMakeUserPresets.json'],
    ['autotools', 'configure', 'configure.ac', 'autogen.sh', 'bootstrap', 'aclocal.m4', 'config.h.in'],
    ['meson', 'meson.build', 'meson_options.txt', 'subprojects/x.wrap'],
    ['ninja', 'build.ninja'],
    ['bazel', 'BUILD', 'BUILD.bazel', 'WORKSPACE', 'MODULE.bazel', 'defs.bzl'],
    ['a build tool', 'SConstruct', 'wscript', 'build.zig', 'Tupfile', 'Earthfile', 'xmake.lua'],
    ['a task runner', 'justfile', 'Taskfile.yml', 'mise.toml', 'lefthook.yml', 'tasks.py'],
    ['a C tool', 'compile_commands.json', 'compile_flags.txt', 'conanfile.py', 'vcpkg.json'],
    ['go', 'go.mod', 'go.work', 'magefile.go', 'magefiles/x.go'],
    ['npm', '.npmrc', 'sub/.npmrc', '.NPMRC'],
    [
      'a JavaScript tool',
      'package.json',
      'pnpm-workspace.yaml',
      'bunfig.toml',
      'node_modules/x/y',
      'vite.config.mts',
      'x.js',
    ],
    ['python', 'setup.py', 'pyproject.toml', 'conftest.py', 'x.pth', 'requirements-dev.txt'],
    ['ruby', 'Gemfile', 'Rakefile', 'Vagrantfile', 'x.gemspec'],
    ['a JVM tool', 'pom.xml', 'gradlew', 'build.gradle.kts', 'gradle/wrapper/gradle-wrapper.properties'],
    ['cargo', 'release.toml', 'dist-workspace.toml'],
    ['make', 'Kconfig', 'Kbuild', 'Kconfig.debug'],
    ['a build tool', 'Package.swift', 'Snakefile', 'Doxyfile', 'book.toml', 'spin.toml', 'wrangler.jsonc'],
    ['a task runner', 'pixi.toml', 'cliff.toml'],
    ['compose', 'docker-bake.override.json'],
    ['an infrastructure tool', 'skaffold.yml', 'serverless.yml', 'main.tf.json'],
    ['CI', 'cloudbuild.json', 'bitrise.yml', 'render.yaml', 'railway.json'],
    ['an editor', 'x.slnx', 'x.fsproj', 'x.rsp', '_vimrc'],
    ['a coding agent', 'opencode.json', 'SKILL.md', 'sub/skill.md', 'QWEN.md'],
    // Shown in a folder, these send the user's password hash to the computer that they name.
    ['Windows', 'x.scf', 'x.library-ms', 'X.SearchConnector-ms', 'x.theme', 'x.settingcontent-ms', 'x.xll'],
    ['nix', 'flake.nix', 'shell.nix', 'default.nix'],
    ['direnv', '.envrc', 'sub/.envrc', '.direnv/bin'],
    [
      'an editor',
      '.vscode/tasks.json',
      '.vscode/settings.json',
      '.idea/workspace.xml',
      '.devcontainer/devcontainer.json',
    ],
    ['an editor', '.devcontainer.json', '.vimrc', '.exrc', '.zed/tasks.json', 'x.code-workspace', '.dir-locals.el'],
    [
      'git',
      '.gitmodules',
      '.gitattributes',
      '.gitconfig',
      '.githooks/pre-commit',
      '.husky/pre-commit',
      'hooks/post-checkout',
    ],
    // A bare repository in a folder: git takes its config, which names programs, as soon as somebody is in it.
    ['git', 'x/HEAD', 'x/packed-refs', '.pre-commit-config.yaml'],
    ['CI', '.github/workflows/image.yml', '.github/actions/x/action.yml', '.github/dependabot.yml', '.gitlab-ci.yml'],
    ['CI', '.gitlab/ci/x.yml', '.circleci/config.yml', '.travis.yml', '.drone.yml', '.woodpecker/x.yml', 'Jenkinsfile'],
    ['CI', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'action.yml', '.forgejo/workflows/x.yml', 'renovate.json'],
    ['a container engine', 'Containerfile', 'Dockerfile', 'Dockerfile.dev', 'x.Containerfile'],
    ['compose', 'compose.yaml', 'docker-compose.override.yml', 'podman-compose.yml'],
    ['an infrastructure tool', 'main.tf', 'ansible.cfg'],
    ['Windows', 'cargo.bat', 'git.exe', 'npm.cmd', 'podman.ps1', 'x.lnk', 'desktop.ini'],
    ['a desktop', 'x.desktop', 'run.command'],
    ['a coding agent', 'AGENTS.md', 'CLAUDE.md', 'sub/GEMINI.md'],
    // Of a hidden file that nobody has heard of, some tool has.
    ['a program that reads .env', '.env'],
    ['a program that reads .mise.toml', '.mise.toml'],
    ['a program that reads .claude', '.claude/settings.json'],
    ['a program that reads .mcp.json', '.mcp.json'],
    ['a program that reads .ssh', '.ssh/authorized_keys'],
    ['a program that reads .config', '.config/nextest.toml'],
    ['a program that reads .gdbinit', '.gdbinit'],
    ['a program that reads .clang-tidy', '.clang-tidy'],
    ['a program that reads .yarnrc.yml', '.yarnrc.yml'],
    ['a program that reads .editorconfig', '.editorconfig/x'],
  ])('of %s needs trust: %s', (by, ...paths) => {
    expect(paths.map((path) => [path, executedBy(path)])).toEqual(paths.map((path) => [path, by]));
  });

  it('is found under letters that a file system folds', () => {
    // U+017F is a long s, U+212A the Kelvin sign, U+FB01 the ligature fi.
    for (const path of ['bu\u0131ld.rs', 'build.r\u017f', 'ma\u212aefile', 'con\ufb01gure'])
      expect(executedBy(path), path).toBeDefined();
  });

  it.each([
    'README.md',
    'LICENSE',
    'NOTICE',
    'src/main.rs',
    'src/lib.rs',
    'src/main.c',
    'src/hello.h',
    'main.go',
    'main_test.go',
    'docs/guide.md',
    'catalog.toml',
    'rustfmt.toml',
    'clippy.toml',
    'ci/check.sh',
    'CODEOWNERS',
    '.editorconfig',
    '.gitignore',
    'sub/.gitignore',
    '.dockerignore',
    '.containerignore',
    '.clang-format',
    '.rustfmt.toml',
    '.github/CODEOWNERS',
    '.github/PULL_REQUEST_TEMPLATE.md',
    'k8s/deployment.yaml',
    'data/x.json',
    'CHANGELOG.md',
    'heading.txt',
  ])('is not %s', (path) => {
    expect(executedBy(path)).toBeUndefined();
  });
});
