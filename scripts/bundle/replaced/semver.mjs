// Replaces semver in the bundle for our own code: rolldown makes each required module when it is first called for.
export default {
  coerce: (...args) => require('semver/functions/coerce.js')(...args),
  gt: (...args) => require('semver/functions/gt.js')(...args),
  gtr: (...args) => require('semver/ranges/gtr.js')(...args),
  lt: (...args) => require('semver/functions/lt.js')(...args),
  parse: (...args) => require('semver/functions/parse.js')(...args),
  prerelease: (...args) => require('semver/functions/prerelease.js')(...args),
  rcompare: (...args) => require('semver/functions/rcompare.js')(...args),
  satisfies: (...args) => require('semver/functions/satisfies.js')(...args),
  valid: (...args) => require('semver/functions/valid.js')(...args),
  validRange: (...args) => require('semver/ranges/valid.js')(...args),
};
