import type { Reading } from "../../appcmd/answers/settings";
import { type Command, plain } from "../../appcmd/argument";
import { setConfig } from "../../appcmd/command";
import { addPool, escapeValue, removePool, setAttribute } from "../../appcmd/edit";
import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";
import { attributeValue, parseXml, type XmlElement, XmlError } from "../../xml/parse";
import { commandError } from "../apply/send";
import { type Ask, type Bench, doctorPool, longPool, removeForSure, Unsettled } from "./bench";

/** Words of a command. */
export function words(...texts: readonly string[]): Command {
  return texts.map(plain);
}

/** Whether a pool is there, however the host answers for one that is not. */
export async function isThere(ask: Ask, pool: string, more: Command = []): Promise<boolean> {
  const { stdout } = await ask([...words("list", "apppool", `/apppool.name:${escapeValue(pool)}`), ...more]);
  return stdout.toLowerCase().includes(`"${pool.toLowerCase()}"`);
}

/** Runs a command that a check builds on. @throws Unsettled where it fails */
export async function must(ask: Ask, command: Command): Promise<void> {
  const answer = await ask(command);
  if (answer.verdict !== "done") throw new Unsettled(answer.message);
}

/** The `<add>` of a pool as `list apppool` prints it. `more` goes behind the command. @throws Unsettled */
export async function listPool(
  ask: Ask,
  reading: Reading,
  pool: string = doctorPool,
  more: Command = [],
): Promise<XmlElement> {
  const config = reading === "explicit" ? "/config" : "/config:*";
  const command = words("list", "apppool", `/apppool.name:${escapeValue(pool)}`, config, "/xml");
  const answer = await ask([...command, ...more]);
  if (answer.verdict !== "done") throw new Unsettled(answer.message);
  const add = descend(parseOutput(answer.stdout), "APPPOOL", "add");
  if (add === undefined) throw new Unsettled(`the list of pool ${pool} does not have it`);
  return add;
}

/** The root of an answer. @throws Unsettled where it is no XML. */
export function parseOutput(output: string): XmlElement {
  try {
    return parseXml(output);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new Unsettled("the answer is not XML");
  }
}

/** The first child of the first child … of these names. */
export function descend(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => at?.children.find((child) => child.name === name), element);
}

/** The entries of a pool's collection, each as the value of one attribute. */
export function entriesOf(pool: XmlElement, path: readonly string[], attribute: string): string[] {
  const entries = descend(pool, ...path)?.children.filter(({ name }) => name === "add") ?? [];
  return entries.map((entry) => attributeValue(entry, attribute) ?? "");
}

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
