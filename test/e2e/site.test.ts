import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/set-up.mjs';
import { pages, pageText } from '../support/pages.js';
import { findBrowser, serveFolder } from './support/browser.js';
import { run } from './support/run.js';

/** A phone, and a laptop. */
const WIDTHS = [380, 1280];
/** Set it to a folder to look at the pages as the test saw them. */
const screenshots = process.env.SITE_SCREENSHOTS;

describe('the documentation as a site', () => {
  let browser: Browser | undefined;
  let missing = '';
  let site: { address: string; close(): void };

  beforeAll(async () => {
    const built = await run(process.execPath, [join(root, 'site/site.mjs'), 'build']);
    expect(built, built.stderr).toMatchObject({ exitCode: 0 });
    site = await serveFolder(join(root, 'site/dist'));
    const found = await findBrowser();
    if ('browser' in found) browser = found.browser;
    else missing = found.missing;
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it.for(pages())('%s can be read at each width, and its links lead to pages', async (page, { skip }) => {
    if (!browser) return skip(missing);
    const path = `/${page.replace(/\.md$/, '.html').replace(/^docs\/index\.html$/, 'index.html')}`;
    const { tab, errors, status } = await open(browser, site.address + path);
    expect(status).toBe(200);
    for (const width of WIDTHS) {
      await tab.setViewportSize({ width, height: 800 });
      const seen = await tab.evaluate(readPage);
      if (screenshots) await photograph(tab, page, width);
      expect(seen.title).toBe(titleOf(page));
      expect(seen.tooWide).toEqual([]);
      expect(seen.brokenPictures).toEqual([]);
      expect(await brokenLinks(seen.links)).toEqual([]);
    }
    expect(errors).toEqual([]);
    await tab.close();
  });

  it('finds a page by its words', async ({ skip }) => {
    if (!browser) return skip(missing);
    const { tab } = await open(browser, `${site.address}/index.html`);
    await tab.locator('.VPNavBarSearch button').first().click();
    await tab.locator('.VPLocalSearchBox input').fill('crun-wasm is not available');
    await tab.locator('.VPLocalSearchBox .result', { hasText: 'Troubleshooting' }).first().click();
    await tab.waitForURL(/guides\/troubleshooting\.html/);
    await tab.close();
  });

  /** Anchors of pages, each read once. */
  const anchors = new Map<string, Promise<Set<string> | undefined>>();

  /** The links that lead to no page of the site, or to no heading of it. Other hosts are not asked. */
  async function brokenLinks(links: string[]): Promise<string[]> {
    const inside = [...new Set(links)].filter((link) => link.startsWith(site.address));
    const broken = await Promise.all(
      inside.map(async (link) => {
        const { pathname, hash } = new URL(link);
        if (!anchors.has(pathname)) anchors.set(pathname, idsOf(site.address + pathname));
        const ids = await anchors.get(pathname);
        return ids && (!hash || ids.has(decodeURIComponent(hash.slice(1)))) ? [] : [link];
      }),
    );
    return broken.flat();
  }
});

/** The names that a page's links can lead to, or nothing where there is no such page. */
async function idsOf(address: string): Promise<Set<string> | undefined> {
  const answer = await fetch(address);
  if (!answer.ok) return undefined;
  return new Set(Array.from((await answer.text()).matchAll(/\sid="([^"]*)"/g), ([, id = '']) => id));
}

/** Opens a page, and waits until its program has started. */
async function open(browser: Browser, address: string) {
  const tab = await browser.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const answer = await tab.goto(address);
  await tab.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
  return { tab, errors, status: answer?.status() };
}

/** Runs in the browser. */
function readPage() {
  const { documentElement, links, images } = document;
  const article = document.querySelector('.vp-doc');
  const title = article?.querySelector('h1')?.textContent?.replaceAll('\u200b', '').trim();
  // What is wider than the window and does not scroll in a box of its own.
  const boxes = Array.from(article?.querySelectorAll('*') ?? []);
  const scrolls = (box: Element | null): boolean =>
    box !== null &&
    box !== article &&
    (/auto|scroll|hidden/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
  const tooWide = boxes
    .filter((box) => box.getBoundingClientRect().right > documentElement.clientWidth + 1 && !scrolls(box))
    .map((box) => `${box.tagName}: ${box.textContent?.slice(0, 60)}`);
  if (documentElement.scrollWidth > documentElement.clientWidth)
    tooWide.push(`the page: ${documentElement.scrollWidth} px`);
  return {
    title,
    tooWide,
    links: Array.from(links, ({ href }) => href),
    brokenPictures: Array.from(images)
      .filter((image) => !image.complete || image.naturalWidth === 0)
      .map(({ src }) => src),
  };
}

function titleOf(page: string): string {
  return /^# (.*)$/m.exec(pageText(page))?.[1]?.replaceAll('`', '') ?? '';
}

async function photograph(tab: Page, page: string, width: number): Promise<void> {
  mkdirSync(screenshots as string, { recursive: true });
  await tab.screenshot({
    path: join(screenshots as string, `${page.replaceAll('/', '-')}-${width}.png`),
    fullPage: true,
  });
}
