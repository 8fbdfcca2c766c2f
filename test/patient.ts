/** For a test that counts commits: requests are gathered for so long that no load of the machine parts them. */
export const patient = { PULUMI_IIS_QUIET_MS: "2000" };
