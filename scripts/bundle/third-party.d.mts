/** The text of THIRD-PARTY-LICENSES: for bundled files, and this package's LICENSE. */
export function thirdParty(files: readonly string[], own: string): string;
