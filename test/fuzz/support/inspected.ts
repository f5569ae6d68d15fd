import { inspectDocument } from '../../../generators/commands/inspect/document.js';
import { inspectionOf } from '../../../generators/commands/inspect/inspection.js';
import { reportOf } from '../../../generators/commands/inspect/report.js';
import type { ImageReport } from '../../../generators/core/oci/oci.js';
import type { WasmFile } from '../../../generators/core/wasm/wasm.js';
import { must } from './target.js';

/** Characters of a report: lines of bounded length, and a bounded number of them. */
const REPORT_MAX = 100_000;
/** Characters of the JSON document: some, and so many for each byte of the input. */
const JSON_MAX = 100_000;
const JSON_PER_BYTE = 300;

/** Makes of what was read everything that `inspect` prints of it, and checks its size and its characters. */
export function printed(found: { image?: ImageReport; file?: WasmFile }, bytes: number): void {
  const inspection = inspectionOf({ origin: { kind: 'wasm', name: 'x', pulled: false }, ...found });
  const report = reportOf(inspection);
  must(report.length < REPORT_MAX, `a report of ${report.length} characters`);
  // What colours text is chalk's own, and there is none without a terminal.
  must(!/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(report), 'a control character in the report');
  const json = JSON.stringify(inspectDocument(inspection), null, 2);
  must(json.length < JSON_MAX + JSON_PER_BYTE * bytes, `a JSON document of ${json.length} characters`);
}
