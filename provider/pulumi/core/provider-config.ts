import { connectionKey } from "../../connection/connection";
import { brokenRules } from "../../connection/rules";
import type { Connection } from "../../connection/schema";
import { type FieldOfSchema, fieldsOf } from "../../input/field-table";
import { readInput } from "../../input/read-input";
import { readOnlyFaults, readOnlyOfEnvironment } from "../../input/read-only";
import { lazily } from "../../lazily";
import { configSchema, defaultFlags, type ProviderFlags } from "./provider-config-schema";
import type { Checked, CoreResource, ResourceDiff } from "./resource";
import { inputsOf, type Properties } from "./resource-inputs";
import { marksKey, marksOf, unmarked } from "./secret-properties";
import { hideFaults, markedPaths } from "./secret-marks";
import { hasUnknowns, isUnknownAt, splitUnknowns } from "./unknowns";

/**
 * Reads a text of the stack's config as a value of this type: `22`, `true`, `{"host":"a"}`. Other texts are returned
 * unchanged, for the check.
 */
export function readConfigText(value: unknown, type: FieldOfSchema["type"] | undefined): unknown {
  if (typeof value !== "string" || type === undefined || type === "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The configuration of the provider. */
export interface ProviderConfig extends ProviderFlags {
  /** Absent: appcmd.exe of this machine. */
  readonly connection?: Connection;
  /** The paths of the connection that the user marked as secrets: `connection.user`. */
  readonly marks?: readonly string[];
}

/** Keys that the engine adds, and the key of the program in the root, `pools.js`. */
const foreignFields: ReadonlySet<string> = new Set([
  ...["version", "pluginDownloadURL", "pluginChecksums", "__internal"],
  "poolFiles",
]);

const configFields = lazily(
  (): ReadonlyMap<string, FieldOfSchema> => new Map(fieldsOf(configSchema()).map((field) => [field.key, field])),
);

/** The prefix of the provider's keys in the config of a stack, and of a program. */
const namespace = "iis:";

/**
 * The keys of the stack's config that have the provider's prefix and are none of its keys, without the prefix.
 *
 * @param project a project called `iis` has keys of its own there
 */
export function unknownConfigKeys(keysOfStack: readonly string[], project: string): string[] {
  if (namespace === `${project}:`) return [];
  return keysOfStack
    .flatMap((key) => (key.startsWith(namespace) ? [key.slice(namespace.length)] : []))
    .filter((key) => !configFields().has(key));
}

/** Every fault of the provider's configuration; the inputs keep the form in which the engine stores them. */
export function checkConfig(news: Properties): Checked {
  const { known, unknown } = splitUnknowns(ownConfig(news));
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  const { faults } = readInput(configSchema(), known, { isUnknown: (keys) => isUnknown(keys.join(".")) });
  const all = [...faults, ...brokenRules(known, isUnknown)];
  return {
    inputs: news,
    faults: [
      ...readOnlyFaults(process.env),
      ...hideFaults(all, markedPaths(news)).map(({ path, message }) => ({
        path: path === "" ? "iis" : `iis:${path}`,
        message,
      })),
    ],
  };
}

/**
 * The checked configuration, typed. The environment decides about `readOnly` first: the engine passes that of the last update to
 * destroy and refresh.
 */
export function readConfig(inputs: Properties): ProviderConfig {
  const { flags, connection } = split(splitUnknowns(ownConfig(inputs)).known);
  const marks = markedPaths(inputs).map((path) => `connection.${path}`);
  const readOnly = readOnlyOfEnvironment(process.env);
  return {
    ...defaultFlags,
    ...flags,
    ...(readOnly !== undefined && { readOnly }),
    ...(connection && { connection, marks }),
  };
}

/**
 * Another host is another provider, so its resources must be created there. A new password is not. Nor is a first
 * place: the old configuration may be that of the dynamic provider, whose resources each know their host. Replacing
 * them when a stack migrates would stop sites.
 */
export function diffConfig(olds: Properties, news: Properties): ResourceDiff {
  if (hasUnknowns(news)) return { changes: true, properties: [], differences: [] };
  const before = ofDynamicProvider(olds);
  const keys = [...new Set([...Object.keys(news), ...Object.keys(before)])].filter((key) => configFields().has(key));
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(news[key]));
  const [old, now] = [before, news].map((inputs) => connectionKey(readConfig(inputs).connection));
  const isMoved = old !== connectionKey(undefined) && old !== now;
  return {
    changes: changed.length > 0,
    properties: changed.map((path) => ({
      path,
      kind: isMoved && configFields().get(path)?.isIdentity === true ? "replace" : "update",
    })),
    differences: [],
  };
}

/** The dynamic provider gets the whole config of the stack: `iis:host`, and keys of other packages. */
function ofDynamicProvider(olds: Properties): Properties {
  return Object.fromEntries(Object.entries(olds).map(([key, value]) => [key.replace(/^iis:/, ""), value]));
}

/** The resource with the provider's configuration as defaults for omitted inputs. */
export function configured(resource: CoreResource, config: ProviderConfig): CoreResource {
  const { connection, marks = [], adopt, forceDelete } = config;
  const defaults: Properties = {
    ...(connection && { connection }),
    ...(adopt && { adopt }),
    ...(forceDelete && { forceDelete }),
  };
  const fill = (properties: Properties): Properties => {
    const filled = { ...defaults, ...properties };
    const isOwn = marks.length === 0 || properties["connection"] !== undefined;
    return isOwn ? filled : { ...filled, [marksKey]: [...marksOf(properties), ...marks] };
  };
  const own = (outs: Properties, given: Properties): Properties =>
    Object.fromEntries(Object.entries(outs).filter(([key]) => !(key in defaults) || key in given));
  return {
    ...resource,
    declare: (inputs, identity) => resource.declare?.(fill(inputs), identity) ?? [],
    expect: (news, isInState) => resource.expect?.(fill(news), isInState),
    diff: (id, olds, news, options) => resource.diff(id, fill(olds), fill(news), options),
    preview: (inputs, olds) => own(resource.preview(fill(inputs), olds), inputs),
    checkPreview: async (inputs, how) => (await resource.checkPreview?.(fill(inputs), how)) ?? [],
    async create(inputs, options) {
      const created = await resource.create(fill(inputs), options);
      return { ...created, outs: own(created.outs, inputs) };
    },
    async read(id, props) {
      const { inputs, ...read } = await resource.read(id, fill(props));
      return { ...read, props: own(read.props, props), ...(inputs && { inputs: own(inputs, props) }) };
    },
    async update(id, olds, news, options) {
      const written = await resource.update(id, fill(olds), fill(news), options);
      return { ...written, outs: own(written.outs, news) };
    },
    delete: (id, props, options) => resource.delete(id, fill(props), options),
  };
}

/** The arguments of a function, with the provider's connection if they have none. */
export function withConnection(args: Properties, { connection }: ProviderConfig): Properties {
  return inputsOf(args).connection === undefined && connection !== undefined ? { ...args, connection } : args;
}

/** Without the keys of others; texts of the stack's config, and of a provider's state, become values. */
function ownConfig(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key, value]) => !foreignFields.has(key) && value !== undefined)
      .map(([key, value]) => [key, readConfigText(unmarked(value), configFields().get(key)?.type)]),
  );
}

function split(given: Properties): { flags: Properties; connection: Properties | undefined } {
  const isFlag = (key: string): boolean => key in defaultFlags;
  const entries = Object.entries(given);
  const connection = Object.fromEntries(entries.filter(([key]) => configFields().has(key) && !isFlag(key)));
  return {
    flags: Object.fromEntries(entries.filter(([key]) => isFlag(key))),
    connection: Object.keys(connection).length === 0 ? undefined : connection,
  };
}
