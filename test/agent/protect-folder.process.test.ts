import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { protectFolder, protectionCalls } from "../../provider/agent/task/protect-folder";

test("the state folder first gets another owner, then loses all rights but those of SYSTEM and administrators", () => {
  expect(protectionCalls("C:\\ProgramData\\iispools").map(([, ...args]) => args.join(" "))).toEqual([
    "/setowner *S-1-5-32-544 /T",
    "/reset /T",
    "/inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F",
  ]);
});

test("a link to another folder is not used as the state folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "protect-"));
  try {
    const link = join(folder, "link");
    symlinkSync(folder, link, "junction");
    await expect(protectFolder(link, {})).rejects.toMatchObject({ code: "TASK_FAILED" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
