import { escapeValue } from "#dist/provider/appcmd/edit.js";
import { poolNameProblem } from "#dist/provider/pool-file/schema/names.js";
import { connect } from "#dist/provider/transport/connect.js";
import { closeConnections } from "#dist/provider/transport/ssh/connection.js";
import { makeAwkwardTexts } from "../../../tools/windows/awkward-texts.mts";
import { appcmd, expect, NotHere, testPrefix } from "./machine.mts";

const { values } = makeAwkwardTexts((text) => poolNameProblem(text) === undefined);

/**
 * The values through this machine's own OpenSSH server and its shell, each written into a pool and read back.
 *
 * @throws NotHere if PULUMI_IIS_TEST_SSH has no connection: JSON with the fields of a pool file's connection
 */
export async function throughOpenSsh(count: number): Promise<void> {
  const connection = process.env["PULUMI_IIS_TEST_SSH"];
  if (connection === undefined) throw new NotHere("PULUMI_IIS_TEST_SSH names no connection to this machine");
  const transport = connect(JSON.parse(connection) as Parameters<typeof connect>[0]);
  const name = `${testPrefix}-ssh`;
  try {
    appcmd("add", "apppool", `/name:${name}`);
    for (const value of values.slice(0, count)) {
      const setting = `/failure.orphanActionParams:${escapeValue(value)}`;
      const result = await transport.exec(["set", "apppool", name, setting, "/commit:apphost"]);
      expect(result.exitCode === 0, `appcmd over SSH to take ${JSON.stringify(value)}`, { ...result, stderr: "" });
      const { stdout } = appcmd("list", "apppool", name, "/text:failure.orphanActionParams");
      expect(stdout.replace(/\r?\n$/, "") === value, JSON.stringify(value), { stdout });
    }
  } finally {
    closeConnections();
    appcmd("delete", "apppool", name);
  }
}
