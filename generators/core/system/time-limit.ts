/**
 * A signal that aborts after some milliseconds, and keeps no process running. Not AbortSignal.timeout: Node forgets one
 * that only AbortSignal.any refers to, and nothing ends then. Source: nodejs/node#57736.
 */
export function timeLimit(milliseconds: number): AbortSignal {
  const late = new AbortController();
  setTimeout(() => late.abort(), milliseconds).unref();
  return late.signal;
}
