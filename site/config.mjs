// The configuration of VitePress. site.mjs copies it beside the pages.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { slug } from 'github-slugger';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));

/** The pages of a folder by their titles, in the order in which the start page names them. */
function group(text, folder) {
  const start = readFileSync(`${docs}index.md`, 'utf8');
  const place = (name) => start.indexOf(`](${folder}/${name})`);
  const names = readdirSync(`${docs}${folder}`).filter((name) => name.endsWith('.md'));
  for (const name of names) if (place(name) < 0) throw new Error(`docs/index.md does not name ${folder}/${name}`);
  const items = names
    .sort((a, b) => place(a) - place(b))
    .map((name) => {
      const [, title = name] = /^# (.*)$/m.exec(readFileSync(`${docs}${folder}/${name}`, 'utf8')) ?? [];
      return { text: title.replaceAll('`', ''), link: `/docs/${folder}/${name.slice(0, -'.md'.length)}` };
    });
  return { text, items };
}

export default {
  title: 'create-wasm-oci',
  description: 'Start WebAssembly projects that ship as container images',
  lang: 'en',
  // A browser of any folder finds the files: no server needs to rewrite addresses.
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    languageAlias: { console: 'shellsession', dockerfile: 'docker' },
    // A link to a heading works here and on GitHub.
    anchor: { slugify: slug },
    // VitePress gives a box that scrolls to fenced code only.
    config: ({ renderer }) => {
      renderer.rules.code_block = (...args) => renderer.rules.fence(...args);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'First run', link: '/README' },
      { text: 'Guides', link: '/docs/guides/rust' },
      { text: 'Reference', link: '/docs/reference/command-line' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'First run', link: '/README' },
          { text: 'Documentation', link: '/' },
        ],
      },
      group('Guides', 'guides'),
      group('Reference', 'reference'),
      group('Explanation', 'explanation'),
    ],
  },
};
