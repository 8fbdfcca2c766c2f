/**
 * What the engine loads: every AppPool in every state asks for `require("pulumi-iis/dynamic").appPool`. These names are
 * a permanent contract, and their functions must go on reading states that older versions wrote.
 */
import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import { IisError } from "../errors";
import { checkResource } from "./core/check";
import { diffResource } from "./core/diff";
import { readResource } from "./core/read";
import type { Properties, ResourceKind } from "./core/resource-inputs";
import { gateDiffers, passGate } from "./core/rollout-gate";
import { expectMoreRequests } from "./core/sessions";
import { createResource, deleteResource, updateResource } from "./core/write";

/** The functions that the engine's dynamic provider server calls, over plain JSON. */
export interface DynamicProvider {
  check(olds: Properties, news: Properties): Promise<CheckResult>;
  diff(id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  create(inputs: Properties): Promise<CreateResult>;
  read(id: string, props: Properties): Promise<ReadResult>;
  update(id: string, olds: Properties, news: Properties): Promise<UpdateResult>;
  delete(id: string, props: Properties): Promise<void>;
}

const providerKey = "__provider";

function withoutProvider(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== providerKey));
}

/** The server prints an error's stack besides its message: to the person who reads it, a second time the same. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  expectMoreRequests();
  try {
    return await work();
  } catch (error) {
    if (error instanceof IisError) error.stack = "";
    throw error;
  }
}

const toldLines = new Set<string>();

/** A refresh asks for the same diff twice in one process. What is printed to standard output, the engine shows. */
function tellOnce(line: string): void {
  if (toldLines.has(line)) return;
  toldLines.add(line);
  process.stdout.write(`${line}\n`);
}

function tellWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) tellOnce(`warning: ${warning}`);
}

/** A resource that is there and not as it should be: the engine keeps it and tries again. */
function initializationFailed(error: IisError, id: string, properties: Properties): Error {
  return Object.assign(error, { id, properties, reasons: [error.message] });
}

function dynamicProvider(kind: ResourceKind): DynamicProvider {
  return {
    check: (_olds, news) =>
      told(() => {
        const { inputs, faults } = checkResource(kind, withoutProvider(news));
        // With a property named, the engine prints its value behind it, and it finds no value at a dotted path.
        const failures = faults.map(({ path, message }) => ({
          property: "",
          reason: path === "" ? message : `${path}: ${message}`,
        }));
        return Promise.resolve({ inputs, failures });
      }),
    diff: (id, olds, news) =>
      told(async () => {
        const { changes, replaces, differences } = await diffResource(
          kind,
          withoutProvider(olds),
          withoutProvider(news),
        );
        const name = id.slice(id.lastIndexOf("/") + 1);
        for (const difference of differences) tellOnce(`${name}: ${difference} (live -> desired)`);
        return { changes, replaces: [...replaces], deleteBeforeReplace: true };
      }),
    create: (inputs) =>
      told(async () => {
        const { id, outs, warnings, error } = await createResource(kind, withoutProvider(inputs));
        if (error !== undefined) throw initializationFailed(error, id, { ...outs, [providerKey]: inputs[providerKey] });
        tellWarnings(warnings);
        return { id, outs };
      }),
    read: (id, props) => told(() => readResource(kind, id, withoutProvider(props))),
    update: (_id, olds, news) =>
      told(async () => {
        const { outs, warnings } = await updateResource(kind, withoutProvider(olds), withoutProvider(news));
        tellWarnings(warnings);
        return { outs };
      }),
    delete: (_id, props) => told(() => deleteResource(kind, withoutProvider(props))),
  };
}

/** The provider of {@link AppPool}. */
export const appPool: DynamicProvider = dynamicProvider("pool");

/** The provider of {@link AppPoolDefaults}. */
export const appPoolDefaults: DynamicProvider = dynamicProvider("defaults");

/** The provider of {@link RolloutGate}: a gate is nothing on any host, its check is all there is of it. */
export const rolloutGate: DynamicProvider = {
  check: (_olds, news) => Promise.resolve({ inputs: news, failures: [] }),
  diff: (_id, olds, news) => Promise.resolve({ changes: gateDiffers(olds, news) }),
  create: (inputs) =>
    told(async () => {
      for (const line of await passGate(inputs)) tellOnce(line);
      return { id: String(inputs["wave"]), outs: inputs };
    }),
  read: (id, props) => Promise.resolve({ id, props }),
  update: (_id, olds, news) =>
    told(async () => {
      for (const line of await passGate(news, olds)) tellOnce(line);
      return { outs: news };
    }),
  delete: () => Promise.resolve(),
};
