/** The settings that make up a pool's identity. They change in one commit, or the account may lock out. */
export const identityPaths: readonly string[] = [
  "processModel.identityType",
  "processModel.userName",
  "processModel.password",
];
