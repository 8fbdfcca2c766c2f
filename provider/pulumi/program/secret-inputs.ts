import * as pulumi from "@pulumi/pulumi";
import { isSecretByItself, marksKey } from "../core/secret-properties";

type Args = Readonly<Record<string, unknown>>;

/**
 * The paths of the inputs that the program marked as secrets, as an input of the dynamic provider: the engine does not
 * pass marks to it. Nothing if no input can be one.
 *
 * @param outputs the option `additionalSecretOutputs`
 */
export function noteSecretInputs(args: Args, outputs: readonly string[] = []): Args {
  const found = deferredValues(args, "");
  if (found.length + outputs.length === 0) return {};
  return { [marksKey]: pulumi.output(secretPaths(found, outputs)) };
}

async function secretPaths(found: readonly Deferred[], outputs: readonly string[]): Promise<string[] | undefined> {
  const marked = await Promise.all(found.map(({ path, value }) => markedIn(value, path)));
  const paths = [...new Set([...outputs, ...marked.flat()])].sort();
  return paths.length === 0 ? undefined : paths;
}

/** An output or a promise in the arguments. */
interface Deferred {
  readonly path: string;
  readonly value: pulumi.Output<unknown> | Promise<unknown>;
}

/** An output is secret as a whole: Pulumi's SDK makes it one if a value in it is. */
async function markedIn(value: Deferred["value"], path: string): Promise<string[]> {
  try {
    if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [path] : [];
    const inner = deferredValues(await value, path);
    return (await Promise.all(inner.map((one) => markedIn(one.value, one.path)))).flat();
  } catch {
    return []; // the registration fails with the same error
  }
}

function deferredValues(value: unknown, path: string): Deferred[] {
  if (isSecretByItself(path, true)) return [];
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return [{ path, value }];
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return [];
  // The order of a list may change, so it is marked as a whole.
  if (Array.isArray(value)) return value.flatMap((item) => deferredValues(item, path));
  return Object.entries(value).flatMap(([key, one]) => deferredValues(one, path === "" ? key : `${path}.${key}`));
}
