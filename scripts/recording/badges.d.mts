export function badges(): Record<string, string>;
