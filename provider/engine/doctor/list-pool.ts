import { type Command, plain } from "../../appcmd/argument";
import { escapeValue } from "../../appcmd/edit";
import type { Reading } from "../../appcmd/answers/settings";
import { attributeValue, parseXml, type XmlElement, XmlError } from "../../xml/parse";
import { type Ask, doctorPool } from "./bench";
import { Unsettled } from "./unsettled";

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
