export function ensureInstalled(folder: string, what: string, after?: () => void | Promise<void>): Promise<void>;
export function alone<T>(name: string, action: () => T | Promise<T>): Promise<T>;
