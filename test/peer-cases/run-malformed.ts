import { writeFileSync } from "node:fs";
import { applyRequests, inspectHost } from "../../provider/engine";
import type { OfflineHost } from "../engine/offline-host";
import type { PeerCase } from "./cases";
import { requestsOf } from "./declare";
import { document } from "./given-config";
import { bytesOf, expectOnlyReads, onHost } from "./given-host";

const wrap = (pool: string): string[] => [
  "        <applicationPools>",
  `            ${pool}`,
  "        </applicationPools>",
];

/** The files that a case describes in words, with the words of IIS; undefined where they are the case's own. */
const files: Readonly<Record<string, readonly (readonly [text: string, error?: string])[]>> = {
  "JEX-06": [
    [document(wrap('<add name="" />'))],
    // The same test class has these words of its own for the second half of the case.
    [document(wrap('<add queueLength="2000" />')), "Missing required attribute 'name'"],
  ],
  "JEX-07": [[document(wrap('<add name="TestPool" testAuto="true" />'))]],
  "JEX-08": [[document(wrap('<add name="TestPool" />'), false)]],
};

/** Whether the file of the case is known here. */
export function isMalformed({ id }: PeerCase): boolean {
  return id in files;
}

/** A file that IIS would not load is an error for who reads and for who writes, in the words of IIS; it stays as it is. */
export async function runMalformed(one: PeerCase): Promise<void> {
  for (const [text, error = one.expect.error ?? ""] of files[one.id] ?? []) {
    await onHost({}, async (host) => {
      writeFileSync(host.configFile, text);
      await expectUnreadable(host, error);
    });
  }
}

/** By that IIS, and not as by a newer one, which may know more attributes. */
async function expectUnreadable(host: OfflineHost, error: string): Promise<void> {
  process.env["APPCMD_EMULATOR_IIS"] = "10.0";
  const before = bytesOf(host);
  // Messages are shown in one line.
  const words: unknown = expect.stringContaining(error.replace(/\s+/g, " "));
  const failure = { code: "APPCMD_FAILED", message: words };
  await expect(inspectHost(host.transport)).rejects.toMatchObject(failure);
  const outcomes = await applyRequests(host.transport, await requestsOf(host, { pools: { New: {} } }, {}));
  expect(outcomes).toEqual([{ ok: false, sent: false, error: expect.objectContaining(failure) as unknown }]);
  expectOnlyReads(host.takeCalls());
  expect(bytesOf(host)).toBe(before);
}
