import { Document, isMap, isScalar, Scalar, visit, YAMLMap } from "yaml";
import { attributeOf } from "../../settings/app-pool-attributes";
import { nestSettings } from "../../settings/paths";
import type { Settings } from "../../settings/value";
import { Secret } from "../../secret";
import { isVisible, visibleText } from "../../visible-text";
import { secretName } from "../pool/secret-references";

/** A block of settings to write. */
export interface WrittenBlock {
  /** Canonical values. A secret is written as a reference to an environment variable, never as its value. */
  readonly settings: Settings;
  readonly state?: "Started" | "Stopped" | "absent";
  readonly multiInstance?: boolean;
  /** The environment variable for each secret, by its path. Default: derived from the pool's name, `SHOP_PASSWORD`. */
  readonly secretNames?: Readonly<Record<string, string>>;
}

/** The overrides of a host or group to write. */
export interface WrittenOverride {
  readonly name: string;
  readonly pools: readonly (WrittenBlock & { readonly name: string })[];
  readonly applicationPoolDefaults?: WrittenBlock;
}

/** A pool file to write. */
export interface WrittenPoolFile {
  readonly include?: readonly string[];
  /** Connections by the host's name, for example `{ "web-01": {} }`. */
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly groups?: readonly { readonly name: string; readonly hosts: readonly string[] }[];
  readonly defaults?: WrittenBlock;
  /** In writing order. */
  readonly pools: readonly (WrittenBlock & { readonly name: string; readonly hosts?: readonly string[] })[];
  readonly applicationPoolDefaults?: WrittenBlock;
  /** In writing order. */
  readonly overrides?: readonly WrittenOverride[];
  readonly ignore?: readonly Readonly<Partial<Record<"host" | "pool" | "path" | "reason", string>>>[];
}

/** Shows editors which schema describes the file. */
const modeline = "# yaml-language-server: $schema=./pools.schema.json";
const marker = " not readable; put the password into this environment variable";

/**
 * The text of a pool file. Settings are in the schema's order, amounts in units for people; loading it gives the same
 * declarations again.
 */
export function writePoolFile(file: WrittenPoolFile): string {
  const { include, hosts, groups, defaults, pools, applicationPoolDefaults, overrides, ignore } = file;
  const document: Document = new Document({}, { compat: "yaml-1.1" });
  const top = new YAMLMap();
  document.contents = top;
  const add = (key: string, value: unknown): void => {
    if (value !== undefined) top.add(document.createPair(key, value));
  };
  add("version", 1);
  add("include", include);
  add("hosts", hosts && inFlow(document, hosts));
  add(
    "groups",
    groups &&
      mapNode(
        document,
        groups.map(({ name, hosts: own }) => [name, own]),
      ),
  );
  add("defaults", defaults && blockNode(document, defaults, "defaults"));
  add("pools", poolsNode(document, pools));
  add(
    "applicationPoolDefaults",
    applicationPoolDefaults && blockNode(document, applicationPoolDefaults, "applicationPoolDefaults"),
  );
  add(
    "overrides",
    overrides &&
      mapNode(
        document,
        overrides.map((one) => [one.name, overrideNode(document, one)]),
      ),
  );
  add("drift", ignore && { ignore });
  polish(document);
  return visibleText(`${modeline}\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`);
}

/** The text of a pool file with the notes as comments below its first line. */
export function withNotes(text: string, notes: readonly string[]): string {
  const comments = notes.map((note) => `# ${note.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`);
  return text.replace("\n", () => `\n${comments.join("")}`);
}

function poolsNode(document: Document, pools: WrittenPoolFile["pools"]): YAMLMap {
  return mapNode(
    document,
    pools.map((pool) => [pool.name, blockNode(document, pool, pool.name)]),
  );
}

function overrideNode(document: Document, { pools, applicationPoolDefaults: own }: WrittenOverride): YAMLMap {
  return mapNode(document, [
    ...(pools.length > 0 ? [["pools", poolsNode(document, pools)] as const] : []),
    ...(own ? [["applicationPoolDefaults", blockNode(document, own, "applicationPoolDefaults")] as const] : []),
  ]);
}

function mapNode(document: Document, entries: readonly (readonly [key: string, value: unknown])[]): YAMLMap {
  const node = new YAMLMap();
  for (const [key, value] of entries) node.add(document.createPair(key, value));
  return node;
}

function blockNode(
  document: Document,
  block: WrittenBlock & { readonly hosts?: readonly string[] },
  name: string,
): YAMLMap {
  const { hosts, settings, state, multiInstance, secretNames = {} } = block;
  const written = Object.entries(settings).map(([path, value]): [string, unknown] => {
    if (!(value instanceof Secret)) return [path, attributeOf(path).codec.write(value)];
    const reference = new Scalar(`\${env:${secretNames[path] ?? secretName(name, path)}}`);
    reference.comment = marker;
    return [path, reference];
  });
  const nested = nestSettings(Object.fromEntries(written));
  return document.createNode({
    ...(hosts && { hosts }),
    ...(state && { state }),
    ...(multiInstance !== undefined && { multiInstance }),
    ...nested,
  });
}

function inFlow(document: Document, hosts: NonNullable<WrittenPoolFile["hosts"]>): YAMLMap {
  const node = document.createNode(hosts) as YAMLMap;
  for (const { value } of node.items) if (isMap(value)) value.flow = true;
  return node;
}

/** Lists of values are on one line; texts with hidden characters are in double quotes, which allow escapes. */
function polish(document: Document): void {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string" && !isVisible(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
    Seq: (_, node) => {
      if (node.items.every(isScalar)) node.flow = true;
    },
  });
}
