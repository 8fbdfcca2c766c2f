import { tmpdir } from "node:os";
import { expect, iispools } from "./machine.mts";

interface Examined {
  readonly hosts: readonly {
    readonly assumptions?: readonly {
      id: string;
      expected: string;
      seen: string | null;
      ok: boolean | null;
      reason?: string;
    }[];
  }[];
}

/** Every assumption about appcmd that `doctor --write` verifies. Those that it cannot verify here are named. */
export async function assumptions(say: (line: string) => void): Promise<void> {
  const result = await iispools(tmpdir(), "doctor", "--write", "--format", "json");
  expect(result.stdout.startsWith("{"), "a report of the doctor", result);
  const { hosts } = JSON.parse(result.stdout) as Examined;
  const all = hosts.flatMap((host) => host.assumptions ?? []);
  for (const { id, reason } of all.filter(({ ok }) => ok === null)) say(`${id}: not verified: ${reason ?? ""}`);
  const different = all.filter(({ ok }) => ok === false);
  const lines = different.map(({ id, expected, seen }) => `${id}: ${String(seen)}, assumed ${expected}`);
  expect(all.length > 0 && lines.length === 0, `all assumptions to hold\n${lines.join("\n")}`, {});
}
