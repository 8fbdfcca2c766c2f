import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../tools/workspace/places.mts";

describe("the bench of shards", () => {
  it("asks each of 60 hosts as often in 4 processes as in one, and has the same reports", async () => {
    const args = ["--no-warnings", join(repository, "bench/shards.mts"), "60", "4", "2"];
    // It fails itself if a host is asked more or less often, or a merged report differs.
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repository });
    for (const verb of ["plan", "drift", "apply", "plan"]) {
      expect(stdout).toMatch(new RegExp(`^${verb}: 1 process .*; 4 processes .*; the same report$`, "m"));
    }
  });
});
