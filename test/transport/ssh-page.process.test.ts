import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithSshd } from "./openssh/needs";
import { freePort } from "./openssh/sshd";

const repository = join(__dirname, "../..");

describeWithSshd("docs/contributors/ssh-without-windows.md", () => {
  it("has commands that read a server over SSH on this machine", async () => {
    const page = readFileSync(join(repository, "docs/contributors/ssh-without-windows.md"), "utf8");
    const [, block = ""] = /^```sh\n([^]*?)^```$/m.exec(page) ?? [];
    const script = block.replaceAll("2222", String(await freePort("127.0.0.1")));
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
    const { stdout, stderr } = spawnSync("sh", ["-ec", `${script}rm -r "$lab"`], { cwd: repository, encoding: "utf8" });
    expect(stdout + stderr).toContain("  DefaultAppPool:");
  });
});
