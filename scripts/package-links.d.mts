/** The keys of package.json that hold the repository's address. */
export function addressesOf(address: string | undefined): Record<string, unknown>;
/** Has every relative link and picture of the documents below a folder lead to a file there, or to the repository. */
export function linksOfPackage(stage: string, page: string | undefined): void;
