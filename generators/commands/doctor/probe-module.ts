/**
 * The probe: a WebAssembly module that prints one line. It is made here, byte by byte as the specification's binary
 * format has them, so that what runs on people's machines can be read. In the text format:
 *
 *     (module
 *       (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
 *       (memory (export "memory") 1)
 *       (data (i32.const 0) "\10\00\00\00" LENGTH)   ;; an iovec: the text stands at 16
 *       (data (i32.const 16) "TEXT")
 *       (func (export "_start")
 *         (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
 */

/** What it prints. */
export const PROBE_OUTPUT = 'wasi/wasm runs here\n';

const I32 = 0x7f;
const FUNCTION = 0x60;
const TEXT_AT = 16;
/** Where fd_write puts the number of bytes that it wrote. */
const WRITTEN_AT = 8;

/** The module's bytes. */
export function probeModule(): Uint8Array {
  const text = Buffer.from(PROBE_OUTPUT);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d], // \0asm
    ...[0x01, 0x00, 0x00, 0x00], // version 1
    ...section(1, [2, FUNCTION, 4, I32, I32, I32, I32, 1, I32, FUNCTION, 0, 0]), // types: fd_write's and _start's
    ...section(2, [1, ...name('wasi_snapshot_preview1'), ...name('fd_write'), 0, 0]), // function 0 is of type 0
    ...section(3, [1, 1]), // function 1 is of type 1
    ...section(5, [1, 0, 1]), // a memory of at least one page
    ...section(7, [2, ...name('memory'), 2, 0, ...name('_start'), 0, 1]),
    ...section(10, [
      1,
      ...sized([0, ...constant(1), ...constant(0), ...constant(1), ...constant(WRITTEN_AT), ...CALL]),
    ]),
    ...section(11, [2, ...data(0, [TEXT_AT, 0, 0, 0, text.length, 0, 0, 0]), ...data(TEXT_AT, [...text])]),
  ]);
}

/** Calls function 0, drops its result and ends. */
const CALL = [0x10, 0, 0x1a, 0x0b];

/** Every size and number below is less than 64, and then one byte is its LEB128, signed or not. */
function sized(bytes: number[]): number[] {
  return [bytes.length, ...bytes];
}

function section(id: number, body: number[]): number[] {
  return [id, ...sized(body)];
}

function name(text: string): number[] {
  return sized([...Buffer.from(text)]);
}

/** i32.const */
function constant(value: number): number[] {
  return [0x41, value];
}

function data(at: number, bytes: number[]): number[] {
  return [0, ...constant(at), 0x0b, ...sized(bytes)];
}
