/** The IIS versions whose schemas this package knows, oldest first. Later Windows servers still ship IIS 10.0. */
export const iisVersions = ["7.0", "7.5", "8.0", "8.5", "10.0"] as const;

/** One of {@link iisVersions}. */
export type IisVersion = (typeof iisVersions)[number];

/** A fact that changed over time: each pair says from which version on a value holds. Oldest first. */
export type Since<T> = readonly (readonly [IisVersion, T])[];

/** Whether `version` is `since` or a later one. */
export function isAtLeast(version: IisVersion, since: IisVersion): boolean {
  return iisVersions.indexOf(version) >= iisVersions.indexOf(since);
}

/** What `changes` says for `version`; `undefined` for versions before the first change. */
export function sinceVersion<T>(changes: Since<T>, version: IisVersion): T | undefined {
  return changes.findLast(([since]) => isAtLeast(version, since))?.[1];
}

/** What `changes` says for the newest version; `undefined` where it says nothing at all. */
export function newestOf<T>(changes: Since<T> | undefined): T | undefined {
  return changes?.at(-1)?.[1];
}
