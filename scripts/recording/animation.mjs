// An SVG that shows one picture of a terminal after another. It runs without a script, so that a README may show it.

const CHARACTER = { width: 7.8, height: 17 };
const EDGE = 14;
/** Nothing happens for seconds while a compiler runs; nobody needs to wait for it. */
const LONGEST_MS = 900;
/** The last picture is there to be read. */
const LAST_MS = 5000;
const COLOURS = ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#c9d1d9'];

/**
 * @param {{at: number, rows: {x: number, text: string, colour: number, bold: boolean, dim: boolean}[][]}[]} frames
 * @param {number} columns
 * @param {number} rows
 */
export function animation(frames, columns, rows) {
  const width = Math.ceil(columns * CHARACTER.width + 2 * EDGE);
  const height = rows * CHARACTER.height + 2 * EDGE;
  const durations = frames.map(({ at }, i) =>
    i + 1 < frames.length ? Math.min(frames[i + 1].at - at, LONGEST_MS) : LAST_MS,
  );
  const total = durations.reduce((sum, duration) => sum + duration, 0);
  const lines = new Map();
  const drawn = frames.map(({ rows: shown }, i) => {
    const uses = shown.flatMap((row, y) =>
      row.length ? [`<use href="#${idOf(lines, row)}" y="${y * CHARACTER.height}"/>`] : [],
    );
    return `<g transform="translate(${i * width})">${uses.join('')}</g>`;
  });
  let passed = 0;
  const steps = durations.map((duration, i) => {
    const step = `${((100 * passed) / total).toFixed(2)}%{transform:translateX(-${i * width}px)}`;
    passed += duration;
    return step;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>A terminal: create-wasm-oci asks, writes, builds and runs a project</title>
<style>
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#c9d1d9;white-space:pre}
.b{font-weight:bold}.d{opacity:.6}${COLOURS.map((colour, i) => `.c${i}{fill:${colour}}`).join('')}
#f{animation:f ${(total / 1000).toFixed(1)}s steps(1,end) infinite}
@keyframes f{${steps.join('')}}
</style>
<defs>${[...lines].map(([text, id]) => `<g id="${id}">${text}</g>`).join('\n')}</defs>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<svg x="${EDGE}" y="${EDGE}" width="${width - 2 * EDGE}" height="${height - 2 * EDGE}"><g id="f">${drawn.join('\n')}</g></svg>
</svg>
`;
}

/** The name of a line's drawing: lines that stay are drawn once. */
function idOf(lines, row) {
  const text = row.map(drawRun).join('');
  if (!lines.has(text)) lines.set(text, `l${lines.size}`);
  return lines.get(text);
}

function drawRun({ x, text, colour, bold, dim }) {
  const names = [bold && 'b', dim && 'd', colour >= 0 && `c${colour % 8}`].filter(Boolean).join(' ');
  const left = (x * CHARACTER.width).toFixed(1);
  const length = (text.length * CHARACTER.width).toFixed(1);
  const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${left}" y="13"${names && ` class="${names}"`} textLength="${length}">${escaped}</text>`;
}
