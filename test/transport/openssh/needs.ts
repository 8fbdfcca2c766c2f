import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];

/** The path of a program of this machine; undefined where it is not there. */
export function findProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

const missing = ["sshd", "ssh-keygen", "ssh-agent", "ssh-add"].filter((name) => findProgram(name) === undefined);
const command = "apt-get install -y --no-install-recommends openssh-server openssh-client";

/** A `describe` for what needs a real OpenSSH server. Where there is none, the name says what brings it. */
export function describeWithSshd(name: string, body: () => void): void {
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")}: ${command})`, body);
}
