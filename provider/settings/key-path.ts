/** The path of a key in a group of settings or an element; the path of the pool itself is `""`. */
export function keyPath(group: string, key: string): string {
  return group === "" ? key : `${group}.${key}`;
}

/** The path of the kind of account that a pool runs with. */
export const identityTypePath = "processModel.identityType";

/** The path of the account's name, where the identity is `SpecificUser`. */
export const userNamePath = "processModel.userName";

/** The path of the account's password, which a managed service account does not have. */
export const passwordPath = "processModel.password";

/** The account of an identity: its name and its password. */
export const accountPaths: readonly string[] = [userNamePath, passwordPath];

/** The settings that make up a pool's identity. They change in one commit, or the account may lock out. */
export const identityPaths: readonly string[] = [identityTypePath, ...accountPaths];
