import { isDeepStrictEqual } from 'node:util';
import { answersIn } from '../support/service/answers.js';
import { type Compiled, Driver, missingCompiler } from '../support/service/driver.js';
import { must, type Target } from '../support/target.js';

const compilers: Compiled[] = [
  { language: 'c', compiler: ['cc'] },
  { language: 'cpp', compiler: ['c++', '-std=c++17'] },
];
const drivers = compilers.map((compiled) => new Driver(compiled));

/** Where the counters of all drivers are for the harness. */
const coverage = new Uint32Array(drivers.reduce((sum, driver) => sum + driver.coverage.length, 0));

/** What clients send to the services in C and C++, which answer the same, however their bytes come. */
export default {
  missing: () => missingCompiler(compilers),
  coverage,
  close: () => {
    for (const driver of drivers) driver.close();
  },
  run: async (input) => {
    const served = await Promise.all(drivers.map((driver) => driver.serve(input)));
    for (const [n, driver] of drivers.entries()) coverage.set(driver.coverage, n * driver.coverage.length);
    const sent = input.toString('latin1');
    const answers = served.map(({ whole, pieces }) => {
      const at = answersIn(sent, whole.received, whole.log);
      must(
        isDeepStrictEqual(answersIn(sent, pieces.received, pieces.log), at),
        'pieces get other answers than the whole',
      );
      return at;
    });
    must(isDeepStrictEqual(answers[0], answers[1]), 'C and C++ give different answers');
  },
  expects: () => false,
  maxBytes: 24 * 1024,
  words: [
    ...['GET ', 'HEAD ', 'POST ', ' HTTP/1.1\r\n', ' HTTP/1.0\r\n', 'http://', '/healthz', '/echo', '?', '*'],
    ...['\r\n', '\r\n\r\n', 'Host: x\r\n', 'Content-Length: ', 'Transfer-Encoding: ', 'chunked', 'Connection: '],
    ...['close', 'keep-alive', 'Expect: 100-continue\r\n', ': ', ',', '\t', '1048576', '1048577'],
  ],
} satisfies Target;
