/** The keys of package.json that hold the repository's address. */
export function addressesOf(address: string | undefined): Record<string, unknown>;
