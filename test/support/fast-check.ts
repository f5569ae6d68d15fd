import fc from 'fast-check';

// The gate judges a change by what the change does: there, every run takes the same inputs. Elsewhere each run has its
// own, and a failure prints the seed that repeats it.
if (process.env.CI) fc.configureGlobal({ seed: 1 });

export default fc;
