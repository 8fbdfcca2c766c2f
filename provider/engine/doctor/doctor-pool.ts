import { setConfig } from "../../appcmd/command";
import { addPool, removePool, setAttribute } from "../../appcmd/edit";
import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";
import { commandError } from "../apply/send";
import { type Ask, type Bench, doctorPool, longPool } from "./bench";
import { removeForSure } from "./bench";
import { isThere, must } from "./list-pool";

/**
 * Makes the doctor's pool, does the work, and removes the pool, also after an error.
 *
 * @throws IisError `POOL_EXISTS` where a pool of that name is there: nothing is written then.
 */
export async function withDoctorPool<T>(transport: Transport, bench: Bench, work: () => Promise<T>): Promise<T> {
  for (const pool of [doctorPool, longPool]) {
    if (!(await isThere(bench.ask, pool))) continue;
    throw new IisError("POOL_EXISTS", {
      host: transport.host,
      problem: `there is a pool ${pool} already, so nothing was written`,
      hint: `If an earlier doctor left it, remove it: appcmd delete apppool ${pool}`,
    });
  }
  try {
    // Stopped from the start: nobody is to be served by it.
    const create = setConfig([addPool(doctorPool), setAttribute({ pool: doctorPool }, "autoStart", "false")]);
    const answer = await bench.ask(create);
    if (answer.verdict !== "done") throw commandError(transport, answer);
    return await work();
  } finally {
    for (const pool of [doctorPool, longPool]) {
      await removeForSure(() => remove(bench.ask, pool), `remove the pool yourself: appcmd delete apppool ${pool}`);
    }
  }
}

async function remove(ask: Ask, pool: string): Promise<void> {
  if (await isThere(ask, pool)) await must(ask, setConfig([removePool(pool)]));
}
