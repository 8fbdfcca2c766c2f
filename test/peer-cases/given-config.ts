import { type Flat, type Given, poolsOf, unmarked } from "./cases";

/** A tree of the elements of one pool. */
interface Element {
  readonly attributes: Map<string, string>;
  readonly children: Map<string, Element>;
  /** Entries of a collection; undefined where it is none. */
  entries?: readonly Readonly<Record<string, string>>[];
}

/**
 * The text of an `applicationHost.config` that is as the case gives it. Written by hand as an administrator would, and
 * without any of the code under test.
 */
export function configOf(given: Given): string {
  const defaults = given.applicationPoolDefaults;
  return document([
    "        <applicationPools>",
    ...poolsOf(given).flatMap(([name, settings]) => lines("add", { name, ...settings }, 3)),
    ...(defaults === undefined ? [] : lines("applicationPoolDefaults", defaults, 3)),
    "        </applicationPools>",
    ...sites(given.apps ?? {}),
  ]);
}

/** A configuration file with these lines in its group of sections; undeclared: without the pools' declaration. */
export function document(content: readonly string[], isDeclared = true): string {
  const all = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<configuration>",
    "    <configSections>",
    '        <sectionGroup name="system.applicationHost">',
    ...(isDeclared ? ['            <section name="applicationPools" allowDefinition="AppHostOnly" />'] : []),
    '            <section name="sites" allowDefinition="AppHostOnly" />',
    "        </sectionGroup>",
    "    </configSections>",
    "    <system.applicationHost>",
    ...content,
    "    </system.applicationHost>",
    "</configuration>",
  ];
  return all.map((line) => `${line}\r\n`).join("");
}

function sites(apps: Readonly<Record<string, string>>): string[] {
  const blocks = Object.entries(apps).map(([name, pool], index) => {
    const slash = name.indexOf("/");
    return [
      `            <site name="${escape(name.slice(0, slash))}" id="${index + 1}">`,
      `                <application path="${escape(name.slice(slash))}" applicationPool="${escape(pool)}" />`,
      "            </site>",
    ];
  });
  return blocks.length === 0 ? [] : ["        <sites>", ...blocks.flat(), "        </sites>"];
}

function lines(name: string, settings: Flat, depth: number): string[] {
  return write(name, treeOf(settings), depth);
}

function treeOf(settings: Flat): Element {
  const root = element();
  for (const [path, marked] of Object.entries(settings)) {
    const value = unmarked(marked);
    const steps = path.split(".");
    const owner = (typeof value === "object" ? steps : steps.slice(0, -1)).reduce(childOf, root);
    if (typeof value === "object") owner.entries = entriesOf(value);
    else owner.attributes.set(steps.at(-1) ?? "", typeof value === "string" ? value : JSON.stringify(value));
  }
  return root;
}

function entriesOf(value: unknown): Record<string, string>[] {
  if (Array.isArray(value)) return value.map((item) => ({ value: String(item) }));
  return Object.entries(value as Flat).map(([name, text]) => ({ name, value: String(text) }));
}

function element(): Element {
  return { attributes: new Map(), children: new Map() };
}

function childOf(parent: Element, name: string): Element {
  const child = parent.children.get(name) ?? element();
  parent.children.set(name, child);
  return child;
}

function write(name: string, { attributes, children, entries }: Element, depth: number): string[] {
  const indent = "    ".repeat(depth);
  const start = [name, ...[...attributes].map(([key, value]) => `${key}="${escape(value)}"`)].join(" ");
  const inside = [
    ...(entries?.length === 0 ? [`${indent}    <clear />`] : []),
    ...(entries ?? []).flatMap((entry) =>
      write("add", { attributes: new Map(Object.entries(entry)), children: new Map() }, depth + 1),
    ),
    ...[...children].flatMap(([child, content]) => write(child, content, depth + 1)),
  ];
  if (inside.length === 0) return [`${indent}<${start} />`];
  return [`${indent}<${start}>`, ...inside, `${indent}</${name}>`];
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
