/** The repository's folder. */
export const root: string;
export function installDependencies(): void;
export function build(): void;
export function findPodman(): { path: string; isLab: boolean; stop: () => void };
export function findTools(): string;
