// Replaces the locales of @sindresorhus/transliterate in the bundle.
export default {};
