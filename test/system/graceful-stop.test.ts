import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stopGracefully } from '../../generators/core/system/graceful-stop.js';
import { run } from '../../generators/core/system/process.js';

describe('a program that is to tidy up before it ends', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is asked again and again, and ended when that does not help', () => {
    const person = new AbortController();
    const ask = vi.fn();
    const { end } = stopGracefully(person.signal, ask);
    vi.runAllTimers();
    expect(ask).not.toHaveBeenCalled();
    person.abort();
    expect(ask).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(ask).toHaveBeenCalledTimes(11);
    expect(end.aborted).toBe(false);
    vi.advanceTimersByTime(2000);
    expect(end.aborted).toBe(true);
  });

  it('gets no signal once it has ended', () => {
    const person = new AbortController();
    const ask = vi.fn();
    const { stop } = stopGracefully(person.signal, ask);
    person.abort();
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not started when the user has stopped already', () => {
    const ask = vi.fn();
    expect(stopGracefully(AbortSignal.abort(), ask).end.aborted).toBe(true);
    expect(ask).not.toHaveBeenCalled();
  });
});

describe.skipIf(process.platform !== 'linux')('a program that does not die of SIGHUP', () => {
  it('gets its arguments as they are', async () => {
    const args = ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', '$HOME', 'a \'b\' "c"', ';', ''];
    const { stdout } = await run(process.execPath, args, { hangUp: true });
    expect(JSON.parse(stdout)).toEqual(args.slice(3));
  });
});
