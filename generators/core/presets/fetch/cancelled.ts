/** A preset is fetched before anything is written. */
export const NOTHING_WRITTEN = 'Nothing was written.';
