import type { Reading } from "../../appcmd/answers/settings";
import { type Command, plain } from "../../appcmd/argument";
import { setConfig } from "../../appcmd/command";
import { addPool, escapeValue, removePool, setAttribute } from "../../appcmd/edit";
import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";
import { attributeValue, parseXml, type XmlElement, XmlError } from "../../xml/parse";
import { commandError } from "../apply/send";
import { type Ask, type Bench, doctorPool, longPool, removeWithRetry, NotVerified } from "./bench";

/** Words of a command. */
export function words(...texts: readonly string[]): Command {
  return texts.map(plain);
}

/** Whether a pool exists, for every way in which a host reports a missing one. */
export async function poolExists(ask: Ask, pool: string, more: Command = []): Promise<boolean> {
  const { stdout } = await ask([...words("list", "apppool", `/apppool.name:${escapeValue(pool)}`), ...more]);
  return stdout.toLowerCase().includes(`"${pool.toLowerCase()}"`);
}

/** Runs a command that a check requires. @throws NotVerified if it fails */
export async function must(ask: Ask, command: Command): Promise<void> {
  const answer = await ask(command);
  if (answer.verdict !== "done") throw new NotVerified(answer.message);
}

/** The `<add>` of a pool as `list apppool` prints it. `more` is appended to the command. @throws NotVerified */
export async function listPool(
  ask: Ask,
  reading: Reading,
  pool: string = doctorPool,
  more: Command = [],
): Promise<XmlElement> {
  const config = reading === "explicit" ? "/config" : "/config:*";
  const command = words("list", "apppool", `/apppool.name:${escapeValue(pool)}`, config, "/xml");
  const answer = await ask([...command, ...more]);
  if (answer.verdict !== "done") throw new NotVerified(answer.message);
  const add = descend(parseOutput(answer.stdout), "APPPOOL", "add");
  if (add === undefined) throw new NotVerified(`pool ${pool} is not in the list`);
  return add;
}

/** The root of an answer. @throws NotVerified if it is not XML */
export function parseOutput(output: string): XmlElement {
  try {
    return parseXml(output);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new NotVerified("the answer is not XML");
  }
}

/** The first descendant along these names. */
export function descend(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => at?.children.find((child) => child.name === name), element);
}

/** The entries of a pool's collection, each as the value of one attribute. */
export function entriesOf(pool: XmlElement, path: readonly string[], attribute: string): string[] {
  const entries = descend(pool, ...path)?.children.filter(({ name }) => name === "add") ?? [];
  return entries.map((entry) => attributeValue(entry, attribute) ?? "");
}

/**
 * Creates the doctor's pool, runs the work, and removes the pool, also after an error.
 *
 * @throws IisError `POOL_EXISTS` if a pool of that name exists: nothing is written then
 */
export async function withDoctorPool<T>(transport: Transport, bench: Bench, work: () => Promise<T>): Promise<T> {
  for (const pool of [doctorPool, longPool]) {
    if (!(await poolExists(bench.ask, pool))) continue;
    throw new IisError("POOL_EXISTS", {
      host: transport.host,
      problem: `a pool ${pool} already exists, so nothing was written`,
      hint: `If an earlier doctor left it, remove it: appcmd delete apppool ${pool}`,
    });
  }
  try {
    // Stopped from the start, so that it serves no requests.
    const create = setConfig([addPool(doctorPool), setAttribute({ pool: doctorPool }, "autoStart", "false")]);
    const answer = await bench.ask(create);
    if (answer.verdict !== "done") throw commandError(transport, answer);
    return await work();
  } finally {
    for (const pool of [doctorPool, longPool]) {
      await removeWithRetry(() => remove(bench.ask, pool), `remove the pool yourself: appcmd delete apppool ${pool}`);
    }
  }
}

async function remove(ask: Ask, pool: string): Promise<void> {
  if (await poolExists(ask, pool)) await must(ask, setConfig([removePool(pool)]));
}
