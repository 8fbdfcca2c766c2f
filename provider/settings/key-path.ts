/** The path of a key in a group of settings or an element; the path of the pool itself is `""`. */
export function keyPath(group: string, key: string): string {
  return group === "" ? key : `${group}.${key}`;
}

/** The path of the type of account that a pool runs as. */
export const identityTypePath = "processModel.identityType";

/** The path of the account's name, for the identity `SpecificUser`. */
export const userNamePath = "processModel.userName";

/** The path of the account's password; a managed service account has none. */
export const passwordPath = "processModel.password";

/** The account of an identity: its name and its password. */
export const accountPaths: readonly string[] = [userNamePath, passwordPath];

/** The settings that form a pool's identity. They change in one commit, else the account may be locked out. */
export const identityPaths: readonly string[] = [identityTypePath, ...accountPaths];
