import * as z from "zod";
import { sha256 } from "../../sha256";
import type { ReportDocument } from "../schema/change-reports";
import type { EntryJson } from "../schema/parts";

const stateSchema = z.object({
  schema: z.literal("iispools.webhook-state/1"),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * The digest in the text of a state file: of what was sent last. The text "" is that of a new file: nothing was sent, so nothing
 * differed. Undefined for a text that is no state file.
 */
export function readWebhookState(text: string): string | undefined {
  if (text === "") return digestOf([]);
  try {
    return stateSchema.safeParse(JSON.parse(text)).data?.digest;
  } catch {
    return undefined;
  }
}

/** The text of a state file. */
export function writeWebhookState(digest: string): string {
  const state: z.output<typeof stateSchema> = { schema: "iispools.webhook-state/1", digest };
  return `${JSON.stringify(state, undefined, 2)}\n`;
}

/**
 * A digest of what a drift found: the differences with their values, and the servers that could not be read with the codes of
 * their errors. Times, places in files, notes and ignored differences have no effect on it.
 */
export function driftDigest({ hosts }: Extract<ReportDocument, { schema: "iispools.drift/1" }>): string {
  const found = hosts.flatMap((host): unknown[] => {
    if (!host.ok) return [[host.host, host.error.code]];
    const entries = [...host.declared, ...host.undeclared, ...host.unknownPools];
    return entries.length === 0 ? [] : [[host.host, entries.map(essence)]];
  });
  return digestOf(found);
}

/** The same of a run that failed before it read a server. @param lines its errors */
export function failureDigest(lines: readonly string[]): string {
  return digestOf(["failed", lines]);
}

function essence({ pool, action, settings }: EntryJson): unknown {
  return [pool, action, settings.map(({ path, from = null, to = null }) => [path, from, to])];
}

function digestOf(found: unknown): string {
  return sha256(JSON.stringify(found)).toString("hex");
}
