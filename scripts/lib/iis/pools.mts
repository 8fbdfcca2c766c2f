// The pools that the checks leave on a server.
import { setConfig } from "#dist/provider/appcmd/command.js";
import { removePool } from "#dist/provider/appcmd/edit.js";
import { expect, type Run } from "./machine.mts";

/** Every pool that the checks make has a name that begins with it. */
export const testPrefix = "zz-pulumi-iis-test";

/** The same of the doctor's pools too. */
const ownPrefix = "zz-pulumi-iis-";

/** @throws Error if appcmd does not list them: from an empty list every pool would look new */
async function poolNames(run: Run): Promise<string[]> {
  const listed = await run("list", "apppool", "/text:name");
  const isEmpty = listed.exitCode === 1 && listed.stdout === "";
  expect(listed.exitCode === 0 || isEmpty, "appcmd to list the pools", listed);
  return listed.stdout.split(/\r?\n/).slice(0, -1);
}

async function remove(run: Run, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const removed = await run(...setConfig([removePool(name)]).map(({ text }) => text));
    expect(removed.exitCode === 0, `appcmd to remove the pool ${JSON.stringify(name)}`, removed);
  }
}

/** Removes the pools of the checks and of the doctor, also those of an earlier run that was killed. */
export async function removeTestPools(run: Run): Promise<void> {
  const names = await poolNames(run);
  await remove(
    run,
    names.filter((name) => name.toLowerCase().startsWith(ownPrefix)),
  );
}

/** Does what may make a pool by whatever name, and removes the pools that were not there before. */
export async function withoutNewPools<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const before = await poolNames(run);
  try {
    return await work();
  } finally {
    const names = await poolNames(run);
    await remove(
      run,
      names.filter((name) => !before.includes(name)),
    );
  }
}
