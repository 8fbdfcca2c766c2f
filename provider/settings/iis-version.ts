/**
 * The IIS versions whose schemas this package knows, oldest first. Later Windows Server versions also have IIS 10.0.
 */
export const iisVersions = ["7.0", "7.5", "8.0", "8.5", "10.0"] as const;

/** IIS 10.0 of client Windows with attributes that no server has: Windows 11 from build 22000.739 on. */
export const clientVersion = "10.0.22000";

/** All of them, oldest first. */
export const allVersions = [...iisVersions, clientVersion] as const;

/** One of {@link iisVersions}, or {@link clientVersion}. */
export type IisVersion = (typeof allVersions)[number];

/** The version for people: `10.0`; for client Windows with its first build. */
export function describeVersion(version: IisVersion): string {
  return version === clientVersion ? "10.0 of Windows 11 (build 22000.739, KB5014697)" : version;
}

/** A fact that changed over time: each pair has the first version of a value. Oldest first. */
export type Since<T> = readonly (readonly [IisVersion, T])[];

/** The versions that have a feature of version `since`; server versions do not have features of the client. */
export function versionsFrom(since: IisVersion): readonly IisVersion[] {
  return since === clientVersion ? [clientVersion] : iisVersions.filter((version) => isAtLeast(version, since));
}

/** Whether `version` is `since` or a later one. */
export function isAtLeast(version: IisVersion, since: IisVersion): boolean {
  return allVersions.indexOf(version) >= allVersions.indexOf(since);
}

/** The value in `version`; `undefined` for versions before the first change. */
export function sinceVersion<T>(changes: Since<T>, version: IisVersion): T | undefined {
  return changes.findLast(([since]) => isAtLeast(version, since))?.[1];
}

/** The value in the newest version; `undefined` if there are no changes. */
export function newestOf<T>(changes: Since<T> | undefined): T | undefined {
  return changes?.at(-1)?.[1];
}
