import { assume, type Rules, rulesOf } from "../assume";
import type { Property } from "../command-line/parse-arguments";
import { type Application, listApplications, listPools, type Pool, poolValue, valueAtPath } from "../config/objects";
import { notSupported, resourceText, serviceDown, unknownAttribute } from "../errors";
import { hasFault } from "../faults";
import { effectiveNode, explicitNode, formatEnvelope, formatNode, type OutputNode, rawNode } from "../output/nodes";
import { readRuntime, shownState } from "../runtime/runtime-state";
import { listWorkers } from "../runtime/workers";
import { type Answer, type Context, openConfig, openPools } from "./context";

/** One object that `list` can show. */
export interface Listed {
  /** Attributes of its XML element, in order; filters and `/text:name` use their names too. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Its line in text form. */
  readonly line: string;
  /** Further values by name; undefined for a name that the object does not have. */
  readonly value: (name: string) => string | undefined;
  /** Its configuration, for `/config`. */
  readonly config: () => OutputNode;
}

/** Filters objects by the parameters of `list`, and writes the remaining ones in the requested format. */
export function listObjects({ args, world }: Context, object: string, key: string, all: readonly Listed[]): Answer {
  const filters: Property[] = [...args.properties];
  if (args.identifier !== undefined)
    filters.push({ prefix: "", path: key, value: args.identifier, argument: args.identifier });
  for (const filter of args.properties) checkFilter(filter);
  const found = all.filter((listed) => filters.every((filter) => matches(listed, filter)));
  // Only a named object can be not found; a filter may match nothing.
  const isNamed = filters.some(({ prefix, path }) => [key, "NAME"].includes((prefix + path).toUpperCase()));
  const exitCode = found.length > 0 ? 0 : isNamed ? 1 : Number(assume(world, "exit-code-empty-filter"));
  if (found.length === 0 && assume(world, "list-missing-xml") === "nothing") return { stdout: "", exitCode };
  return { stdout: format(args, object, found), exitCode };
}

function format({ xml, text, config }: Context["args"], object: string, found: readonly Listed[]): string {
  if (xml) {
    return formatEnvelope(
      found.map((listed) => ({
        name: object,
        attributes: listed.attributes,
        children: config === undefined ? [] : [listed.config()],
      })),
    );
  }
  return found
    .map((listed) => {
      if (text === "*") return `${object}\r\n${details(listed)}`;
      if (text !== undefined && text !== "") return `${lookUp(listed, text)}\r\n`;
      return config === undefined ? `${listed.line}\r\n` : `${formatNode(listed.config(), undefined)}\r\n`;
    })
    .join("");
}

function details(listed: Listed): string {
  const header = listed.attributes.map(([name, value]) => `  ${name}:"${value}"\r\n`).join("");
  return header + block(listed.config(), "  ");
}

function block(node: OutputNode, indent: string): string {
  const attributes = node.attributes.map(([name, value]) => `${indent}  ${name}:"${value}"\r\n`).join("");
  return `${indent}[${node.name}]\r\n${attributes}${node.children.map((child) => block(child, `${indent}  `)).join("")}`;
}

/** `>1000`, `<=5`, `$gt…`: the grammar of appcmd's ranges is not known, and values of pools do not begin like this. */
const range = /^(?:[<>]|=[<>=]|\$)/;

function checkFilter({ path, value, argument }: Property): void {
  if (value !== undefined && range.test(value)) throw notSupported(`the range of the filter ${argument} (${path})`);
}

function matches(listed: Listed, { prefix, path, value }: Property): boolean {
  return lookUp(listed, prefix + path).toLowerCase() === (value ?? "").toLowerCase();
}

function lookUp(listed: Listed, name: string): string {
  const attribute = listed.attributes.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase());
  const value = attribute?.[1] ?? listed.value(name);
  if (value === undefined) throw unknownAttribute(resourceText(name));
  return value;
}

/** `list app`: the applications of all sites with the pool that serves each. */
export function listApps(context: Context): Answer {
  return listObjects(context, "APP", "APP.NAME", listApplications(openConfig(context)).map(appToListed));
}

function appToListed({ site, path, pool, element }: Application): Listed {
  return {
    attributes: [
      ["path", path],
      ["APP.NAME", site + path],
      ["APPPOOL.NAME", pool],
      ["SITE.NAME", site],
    ],
    line: `APP "${site}${path}" (applicationPool:${pool})`,
    value: (name) => (name.toLowerCase() === "applicationpool" ? pool : undefined),
    config: () => rawNode(element),
  };
}

/** `list apppool`: pools with their state, and their configuration if requested. */
export function listAppPools(context: Context): Answer {
  const { config, section } = openPools(context);
  const runtime = readRuntime(context.world, config.path);
  const isDown = hasFault(context.world, "was-down");
  const effective = context.args.config === "effective" || context.args.text === "*";
  const rules = rulesOf(context.world);
  const pools = listPools(section).map((pool) =>
    toListed(pool, isDown ? "Unknown" : shownState(context.world, runtime, pool), effective, rules),
  );
  return listObjects(context, "APPPOOL", "APPPOOL.NAME", pools);
}

function toListed(pool: Pool, state: string, effective: boolean, rules: Rules): Listed {
  const mode = poolValue(pool, "managedPipelineMode");
  const version = poolValue(pool, "managedRuntimeVersion");
  return {
    attributes: [
      ["APPPOOL.NAME", pool.name],
      ["PipelineMode", mode],
      ["RuntimeVersion", version],
      ["state", state],
    ],
    line: `APPPOOL "${pool.name}" (MgdVersion:${version},MgdMode:${mode},state:${state})`,
    value: (name) => valueAtPath(pool, name),
    config: () =>
      effective || pool.own === undefined ? effectiveNode(pool) : explicitNode(pool.schema, pool.own, rules),
  };
}

/** `list wp`: the worker processes that run. */
export function listWorkerProcesses(context: Context): Answer {
  if (hasFault(context.world, "was-down")) throw serviceDown();
  const { config, section } = openPools(context);
  const workers = listWorkers(context.world, readRuntime(context.world, config.path), listPools(section));
  return listObjects(
    context,
    "WP",
    "WP.NAME",
    workers.map(({ pid, pool }) => ({
      attributes: [
        ["WP.NAME", String(pid)],
        ["APPPOOL.NAME", pool],
      ],
      line: `WP "${pid}" (applicationPool:${pool})`,
      value: (name) => (name.toLowerCase() === "applicationpool" ? pool : undefined),
      config: () => {
        throw notSupported("the configuration of a worker process");
      },
    })),
  );
}
