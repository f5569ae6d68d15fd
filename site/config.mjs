// The configuration of VitePress. site.mjs copies it beside the pages.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));

/** The pages of a folder, by their titles. */
function group(text, folder) {
  const names = readdirSync(`${docs}${folder}`).filter((name) => name.endsWith('.md'));
  const items = names.map((name) => {
    const [, title = name] = /^# (.*)$/m.exec(readFileSync(`${docs}${folder}/${name}`, 'utf8')) ?? [];
    return { text: title, link: `/docs/${folder}/${name.slice(0, -'.md'.length)}` };
  });
  return { text, items };
}

export default {
  title: 'create-wasm-oci',
  description: 'Start WebAssembly projects that ship as container images',
  lang: 'en',
  // A browser of any folder finds the files: no server has to rewrite addresses.
  cleanUrls: false,
  lastUpdated: false,
  markdown: { languageAlias: { console: 'shellsession', dockerfile: 'docker' } },
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
