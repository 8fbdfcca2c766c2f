import { setConfig } from "../../appcmd/command";
import { addPool, removePool, setAttribute } from "../../appcmd/edit";
import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";
import { commandError } from "../run-command";
import { type Bench, doctorPool, longPool } from "./bench";
import { isThere } from "./read-pool";

/**
 * Makes the doctor's pool, does the work, and removes the pool, also after an error.
 *
 * @throws IisError `POOL_EXISTS` where a pool of that name is there: nothing is written then.
 */
export async function withDoctorPool<T>(transport: Transport, bench: Bench, work: () => Promise<T>): Promise<T> {
  for (const pool of [doctorPool, longPool]) {
    if (!(await isThere(bench.ask, pool))) continue;
    throw new IisError(
      "POOL_EXISTS",
      `${transport.host}: there is a pool ${pool} already, so nothing was written. ` +
        `If an earlier doctor left it, remove it: appcmd delete apppool ${pool}`,
    );
  }
  try {
    // Stopped from the start: nobody is to be served by it.
    const create = setConfig([addPool(doctorPool), setAttribute({ pool: doctorPool }, "autoStart", "false")]);
    const answer = await bench.ask(create);
    if (answer.verdict !== "done") throw commandError(transport, answer);
    return await work();
  } finally {
    for (const pool of [doctorPool, longPool]) await remove(transport, bench, pool);
  }
}

async function remove(transport: Transport, { ask }: Bench, pool: string): Promise<void> {
  if (!(await isThere(ask, pool))) return;
  const answer = await ask(setConfig([removePool(pool)]));
  if (answer.verdict === "done") return;
  const { message } = commandError(transport, answer);
  throw new IisError("APPCMD_FAILED", `${message}; remove the pool yourself: appcmd delete apppool ${pool}`);
}
