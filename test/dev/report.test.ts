import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { devReport } from '../../generators/core/dev/report.js';
import { ExitCode, Failure } from '../../generators/core/failure.js';

function reported() {
  const stderr = new PassThrough({ encoding: 'utf8' });
  return { report: devReport(stderr, (path) => path), text: () => String(stderr.read()) };
}

describe('the report of dev', () => {
  it('of a build that fails says that the program before goes on', () => {
    const { report, text } = reported();
    report.started(1);
    report.failed(new Failure('wrong', { exitCode: ExitCode.notBuilt }));
    expect(text()).toContain('dev: the program before goes on; waiting for a change');
  });

  it('of a program that does not start says that it waits for a change', () => {
    const { report, text } = reported();
    report.started(1);
    report.failed(new Failure('wrong', { exitCode: ExitCode.notBuilt }), { ended: true });
    expect(text()).toMatch(/dev: waiting for a change\n$/);
  });
});
