/** Something that could be better. */
export interface Advice {
  /** Stable, for scripts. */
  id:
    | 'aot'
    | 'artifact'
    | 'debug'
    | 'diff-ids'
    | 'entrypoint'
    | 'files'
    | 'healthcheck'
    | 'labels'
    | 'layers'
    | 'module'
    | 'modules'
    | 'platform'
    | 'stop-signal'
    | 'variant'
    | 'working-directory'
    | 'portability';
  message: string;
  fix: string;
  /** Bytes of the module that go away with it. */
  saves?: number;
  /** True when the image does not run as a wasi/wasm image as it is. */
  hinders?: boolean;
}
