import { checkConnectionRules, secretPaths } from "../connection/connection";
import type { Connection } from "../connection/schema";
import type { Fault } from "../errors";
import { pathOf } from "../input/faults-of";
import { readInput } from "../input/read-input";
import { poolKey } from "../names";
import { riskNames } from "../plan/assess/risk-names";
import type { Risk } from "../plan/results";
import { completePool, type DeclaredValues, openOf, readPool } from "../pool-file/pool/app-pool";
import { serverDefaults } from "../pool-file/schema/pool";
import { isRecord } from "../record";
import { settingAttributes } from "../settings/app-pool-attributes";
import type { Declared } from "../pool-file/pool/declared";
import { joinPath, listFaults } from "../text";
import { allowable, instanceSchema, listedPool, variablesPaths } from "./instance-schema";
import { each, type KeyPattern, replaceAt } from "./replace-at";

/** What an instance declares of a pool, or of `<applicationPoolDefaults>`. */
export interface DeclaredBlock {
  /** As given. */
  readonly declared: DeclaredValues;
  /** With the settings that `multiInstance` implies. */
  readonly settings: Declared["settings"];
}

/** A pool of an instance. */
export interface ListedDeclaration extends DeclaredBlock {
  readonly name: string;
  /** Whether it is to exist; its settings are ignored if not. */
  readonly exists: boolean;
}

/** An instance that was read. */
export interface Instance {
  readonly connection: Connection;
  readonly pools: readonly ListedDeclaration[];
  readonly defaults?: DeclaredBlock;
  /** The rules of allowed risks. */
  readonly allowed: readonly Risk["rule"][];
}

/** The maximum nesting depth of an instance; settings use five levels. */
const deepest = 32;

/** An instance as JSON text, or every fault of it. No fault shows a secret. */
export function readInstance(json: string): { readonly instance: Instance } | { readonly faults: readonly Fault[] } {
  const input = parse(json);
  if (input === undefined) return { faults: [{ path: "", message: notJson }] };
  if (isDeeper(input.value, deepest))
    return { faults: [{ path: "", message: `is nested deeper than ${deepest} levels` }] };
  const value = unwrapSecureStrings(input.value);
  const { faults } = readInput(instanceSchema(), value);
  const { pools = [], applicationPoolDefaults, connection, allow = [] } = membersOf(value);
  const blocks = pools.map((pool) => readBlock(pool, listedPool()));
  const defaults =
    applicationPoolDefaults === undefined ? undefined : readBlock(applicationPoolDefaults, serverDefaults());
  const all: Fault[] = [
    ...faults.map(({ path, message }) => ({ path, message })),
    ...checkConnectionRules(connection, () => false),
    ...blocks.flatMap(({ faults: own }, index) => below(`pools[${index}]`, own)),
    ...below("applicationPoolDefaults", defaults?.faults ?? []),
    ...duplicates(blocks.map(({ declared }) => declared.name)),
    ...references(pools, ["pools"]),
    ...references(applicationPoolDefaults, ["applicationPoolDefaults"]),
  ];
  if (all.length > 0) return { faults: listFaults(all) };
  const listed = blocks.map(({ declared, settings }, index): ListedDeclaration => ({
    ...{ name: declared.name ?? "", declared, settings },
    exists: !isAbsent(pools[index]),
  }));
  return {
    instance: {
      connection: connection ?? {},
      pools: listed,
      ...(defaults && { defaults }),
      allowed: allowable.filter((name) => allow.includes(name)).map((name) => riskNames[name]),
    },
  };
}

const notJson = 'standard input: must be an instance as JSON, in UTF-8, for example { "pools": [{ "name": "Shop" }] }';

function parse(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(json.replace(/^\ufeff/, "")) as unknown };
  } catch {
    // The error of JSON.parse quotes the text.
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/** The members that have their type, whatever else is wrong. */
function membersOf(value: unknown): {
  readonly pools?: readonly unknown[];
  readonly applicationPoolDefaults?: unknown;
  readonly connection?: unknown;
  readonly allow?: readonly unknown[];
} {
  if (!isRecord(value)) return {};
  const { pools, allow, ...rest } = value;
  return { ...rest, ...(Array.isArray(pools) && { pools }), ...(Array.isArray(allow) && { allow }) };
}

function readBlock(
  input: unknown,
  schema: Parameters<typeof readPool>[1],
): DeclaredBlock & { readonly faults: readonly Fault[] } {
  const { pool, faults } = readPool(input, schema);
  const { settings, faults: own } = completePool(pool, openOf(faults));
  return { declared: pool, settings, faults: isAbsent(input) ? [] : own };
}

function isAbsent(pool: unknown): boolean {
  return isRecord(pool) && pool["_exist"] === false;
}

function below(place: string, faults: readonly Fault[]): Fault[] {
  return faults.map(({ path, message }) => ({ path: path === "" ? place : `${place}.${path}`, message }));
}

function duplicates(names: readonly (string | undefined)[]): Fault[] {
  const first = new Map<string, number>();
  return names.flatMap((name, index) => {
    if (name === undefined) return [];
    const earlier = first.get(poolKey(name));
    first.set(poolKey(name), earlier ?? index);
    const message = `is already the name of pools[${earlier ?? index}]; letter case is ignored`;
    return earlier === undefined ? [] : [{ path: joinPath(`pools[${index}]`, "name"), message }];
  });
}

/** Faults for texts with `${env:NAME}`, which would be written as they are. */
function references(value: unknown, keys: readonly (string | number)[]): Fault[] {
  if (typeof value === "string") return value.includes("${env:") ? [{ path: pathOf(keys), message: noReference }] : [];
  if (typeof value !== "object" || value === null) return [];
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...(value as unknown[]).entries()]
    : Object.entries(value);
  return members.flatMap(([key, member]) => references(member, [...keys, key]));
}

const noReference = "${env:NAME} is for pool files; in a DSC document use a parameter of type secureString";

/** The instance with texts in place of `{ "secureString": … }`, which are allowed where a secret can be. */
function unwrapSecureStrings(instance: unknown): unknown {
  const secrets = settingAttributes.filter(({ secret }) => secret === true).map(({ path }) => path.split("."));
  const variables = variablesPaths().map((path): KeyPattern => [...path.split("."), each]);
  const ofBlock = [...secrets, ...variables];
  const places: readonly KeyPattern[] = [
    ...ofBlock.flatMap((place): KeyPattern[] => [
      ["pools", each, ...place],
      ["applicationPoolDefaults", ...place],
    ]),
    ...secretPaths().map((place): KeyPattern => ["connection", ...place]),
  ];
  return places.reduce<unknown>((made, place) => replaceAt(made, place, textOfSecure), instance);
}

function textOfSecure(value: unknown): unknown {
  if (!isRecord(value) || Object.keys(value).length !== 1) return value;
  return typeof value["secureString"] === "string" ? value["secureString"] : value;
}
