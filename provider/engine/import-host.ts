import { type ImportedHost, importPools } from "../plan/import-pools";
import type { Transport } from "../transport/transport";
import { inspectHost } from "./inspect";

/**
 * What is explicit on a host, as declarations that change nothing there; two reads.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function importHost(transport: Transport): Promise<ImportedHost> {
  return importPools(await inspectHost(transport, { explicit: true }));
}
