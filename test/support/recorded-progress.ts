import type { Progress } from '../../generators/core/terminal/progress.js';

/** A progress that keeps what is reported, a text each: `> begun`, `ok done`, `failed done`, `note`, `| line`. */
export function recordedProgress(): Progress & { shown: string[] } {
  const shown: string[] = [];
  return {
    shown,
    begin: (what) => shown.push(`> ${what}`),
    line: (line) => shown.push(`| ${line}`),
    end: (what, ok = true) => shown.push(`${ok ? 'ok' : 'failed'} ${what}`),
    note: (text) => shown.push(text),
    shows: (lines) => lines.every((line) => shown.includes(`| ${line}`)),
  };
}
