import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { RuntimeClass } from 'kubernetes-models/node.k8s.io/v1/RuntimeClass';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { addOns } from '../../generators/core/addons/addons.js';
import { compilers, templateKinds } from '../../generators/core/languages/languages.js';
import { questionOf } from '../../generators/core/options/questions.js';
import { readSettings } from '../../generators/core/presets/settings.js';
import { fileOf, render } from '../support/projects.js';

const all = addOns.map(({ id }) => id);
const MODELS = { Deployment, Job, RuntimeClass, Service };
const PATHS = [
  'deploy/kubernetes.yaml',
  'deploy/app.container',
  'deploy/app.build',
  'compose.yaml',
  '.devcontainer/devcontainer.json',
  '.devcontainer/Containerfile',
  '.devcontainer/containers.conf',
  '.github/workflows/image.yml',
  '.github/workflows/update.yml',
  '.gitlab-ci.yml',
  'renovate.json',
];
const TITLE = 'Say "50%": \\yes #1';

describe.each(templateKinds.map(({ id }) => id))('the add-ons of a %s project', (template) => {
  const project = (title: string, add: readonly string[] = all) =>
    render('c', title, 'quay.io/you/app:1.0', { add, template });

  it('are objects that the schemas of Kubernetes take', async () => {
    const objects = manifests(fileOf(await project(TITLE), 'deploy/kubernetes.yaml'));
    expect(objects.length).toBeGreaterThan(1);
    for (const object of objects) new MODELS[object.kind](object as never).validate();
    expect(objects[0]).toMatchObject({ kind: 'RuntimeClass', metadata: { name: 'wasm' } });
    expect(objects.at(-1)).toMatchObject({
      spec: { template: { spec: { runtimeClassName: 'wasm', containers: [{ image: 'quay.io/you/app:1.0' }] } } },
    });
  });

  it('keep to the restricted profile of Pod Security', async () => {
    const { spec } = manifests(fileOf(await project('App'), 'deploy/kubernetes.yaml')).at(-1) as unknown as {
      spec: PodParent;
    };
    expect(spec.template.spec).toMatchObject({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    });
    expect(JSON.stringify(spec)).not.toContain('hostPort');
  });

  it('name Kubernetes objects by at most 63 characters that end with a letter or a digit', async () => {
    const title = `${'a'.repeat(62)}-b`;
    const names = manifests(fileOf(await project(title), 'deploy/kubernetes.yaml')).map(
      ({ metadata }) => metadata.name,
    );
    expect(names.at(-1)).toBe('a'.repeat(62));
  });

  it('hold a title with the special characters of each format', async () => {
    const rendered = await project(TITLE);
    const { slug } = rendered.answers.name;
    expect(fileOf(rendered, `deploy/${slug}.container`)).toContain('\nDescription=Say "50%%": \\yes #1\n');
    expect(parse(fileOf(rendered, 'compose.yaml'))).toMatchObject({
      services: { [slug]: { image: 'quay.io/you/app:1.0', platform: 'wasi/wasm' } },
    });
  });

  it('let Renovate bump all images but the one of the project', async () => {
    const settings = JSON.parse(fileOf(await project('App'), 'renovate.json'));
    expect(settings.extends).toContain('docker:pinDigests');
    const disabled = settings.packageRules.filter((rule: { enabled?: boolean }) => rule.enabled === false);
    expect(disabled).toMatchObject([{ matchPackageNames: ['quay.io/you/app'] }]);
  });

  it('are no part of the build context', async () => {
    const ignored = fileOf(await project('App'), '.containerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(PATHS));
  });

  it('are in no project that did not ask for them', async () => {
    const without = [...(await project('App', [])).files.keys()];
    const added = [...(await project('App')).files.keys()].filter((path) => !without.includes(path));
    expect(added).toEqual(PATHS);
  });
});

// What Renovate's versioning `docker` takes for a version: numbers, and a suffix after a hyphen. Renovate 44 says so of
// each of these tags, and found newer ones of them by its rule.
const isDockerVersion = (tag: string) => /^\d+(?:\.\d+)*\w*(?:-.*)?$/.test(tag);

it.each(compilers.map(({ id }) => id))(
  'Renovate knows the tag of the builder image of %s for a version',
  async (id) => {
    const rendered = await render(id, 'App', 'quay.io/you/app:1.0', { add: ['renovate'] });
    const [, tag = ''] = /^ARG BUILDER_IMAGE=\S+:(\S+)$/m.exec(fileOf(rendered, 'Containerfile')) ?? [];
    const { packageRules }: { packageRules: { matchCurrentValue?: string; versioning?: string }[] } = JSON.parse(
      fileOf(rendered, 'renovate.json'),
    );
    const rule = packageRules.find(({ matchCurrentValue: text }) => text && new RegExp(text.slice(1, -1)).test(tag));
    if (!rule) return expect(isDockerVersion(tag), tag).toBe(true);
    const versioning = new RegExp(rule.versioning?.replace(/^regex:/, '') ?? '(?!)');
    expect(versioning.exec(tag)?.groups).toMatchObject({ compatibility: 'wasi-sdk', major: '33' });
    for (const other of ['wasi-sdk-33-amd64', 'latest', 'trixie-slim'])
      expect(versioning.test(other), other).toBe(false);
  },
);

describe('the question add', () => {
  const { parse: answer, text } = questionOf('add');

  it.each([
    ['', ''],
    ['compose', 'compose'],
    [' compose , kubernetes,compose', 'kubernetes,compose'],
  ])('reads %j as %j: each name once, in one order', (given, stored) => {
    expect(text?.(answer(given, {}))).toBe(stored);
  });

  it.each(['helm', 'kubernetes;compose', 'kubernetes,,compose'])('refuses %j and lists what there is', (given) => {
    expect(() => answer(given, {})).toThrow(`is not one of ${all.join(', ')}`);
  });

  it('can be locked by a preset', () => {
    const { locked } = readSettings('schema = 1\nname = "x"\n[locked]\nadd = "kubernetes"\n', 'wasm-oci.toml');
    expect(locked).toEqual({ add: 'kubernetes' });
    expect(() => readSettings('schema = 1\nname = "x"\n[locked]\nadd = "helm"\n', 'wasm-oci.toml')).toThrow(
      `locked.add: "helm" is not one of ${all.join(', ')}`,
    );
  });

  const lockedTo = (add: string) =>
    readSettings(`schema = 1\nname = "x"\n[locked]\nadd = ${add}\n`, 'wasm-oci.toml').locked;

  it.each(all)('can be locked by a preset to the list of %s only', (id) => {
    expect(lockedTo(JSON.stringify([id]))).toEqual({ add: id });
  });

  it('can be locked by a preset to a list of all, over several lines', () => {
    expect(lockedTo(JSON.stringify(all, null, 2))).toEqual({ add: all.join(',') });
  });

  it.each([
    ['["helm"]', `"helm" is not one of ${all.join(', ')}`],
    ['["kubernetes", "Quadlet"]', `"Quadlet" is not one of ${all.join(', ')}`],
    ['["kubernetes,quadlet"]', `"kubernetes,quadlet" is not one of ${all.join(', ')}`],
    ['["kubernetes", ""]', ''],
    ['["{name}"]', `"{name}" is not one of ${all.join(', ')}`],
    ['["kubernetes", 3]', ''],
    ['[["kubernetes"]]', ''],
    ['[]', 'a list of texts in [ ] is needed'],
    ['3', ''],
    ['true', ''],
  ])('refuses %s in a preset, and names the key', (add, rule) => {
    expect(() => lockedTo(add)).toThrow(`wasm-oci.toml:4: locked.add: ${rule}`);
  });
});

interface PodParent {
  template: { spec: object };
}

interface Manifest {
  kind: keyof typeof MODELS;
  metadata: { name: string };
}

function manifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
}
