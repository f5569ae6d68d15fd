// Preloaded into a program of Node's: writes down the processor time that it took, in microseconds.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.BENCH_METER, String(user + system));
});
