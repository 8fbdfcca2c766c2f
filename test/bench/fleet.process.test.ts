import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../tools/workspace/places.mts";
import { describeWithWinrm } from "../transport/winrm/needs";

const fleet = async (kind: string): Promise<string> => {
  const args = ["--no-warnings", join(repository, "bench/fleet.mts"), "3", "2", kind];
  return (await promisify(execFile)(process.execPath, args, { cwd: repository })).stdout;
};

/** What a fleet of three hosts is asked. The bench itself fails if one of them is asked more or less often. */
const asked = [
  /plan: .*3 reads \(1 a host\), 0 commits \(0 a host\), 3 connections\n/,
  /apply, .*6 reads \(2 a host\), 3 commits \(1 a host\)\n/,
  /unchanged, plan: .*3 reads \(1 a host\), 0 commits \(0 a host\)\n/,
];

describe("the bench of a fleet", () => {
  it("reads and commits each host over SSH as promised", async () => {
    const printed = await fleet("hosts over SSH on loopback");
    for (const line of asked) expect(printed).toMatch(line);
  });
});

describeWithWinrm("the bench of a fleet over WinRM", () => {
  it("reads and commits each host as over SSH", async () => {
    const printed = await fleet("hosts over WinRM (HTTPS, NTLM) on loopback");
    for (const line of asked) expect(printed).toMatch(line);
  });
});
