// The software bills of materials (CycloneDX) of what is released. npm writes one of all that the lock file has; each of these is a part
// of it. `npm sbom --omit dev` is not used: it also omits a dependency of the package that a development dependency has too.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A component, of which this program reads only some members. */
interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
}

export interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** What is read of package.json. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The bill of the whole lock file, without what differs from call to call and from folder to folder. */
export function lockedBom(): Bom {
  const { name } = manifest();
  const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  const printed = execFileSync("npm", words, {
    encoding: "utf8",
    maxBuffer: 2 ** 27,
    shell: process.platform === "win32",
  });
  const bom = JSON.parse(printed) as Bom & { serialNumber?: string; metadata: { timestamp?: string } };
  delete bom.serialNumber;
  delete bom.metadata.timestamp;
  return { ...bom, metadata: { ...bom.metadata, component: { ...bom.metadata.component, name } } };
}

/** The bill of the npm package: its dependencies and theirs. */
export function packageBom(bom: Bom): Bom {
  const needed = new Set<string>();
  const add = (ref: string): void => {
    if (needed.has(ref)) return;
    needed.add(ref);
    bom.dependencies.find((one) => one.ref === ref)?.dependsOn.forEach(add);
  };
  const own = Object.keys(manifest().dependencies);
  const root = bom.dependencies.find(({ ref }) => ref === bom.metadata.component["bom-ref"]);
  const nameOf = (ref: string): string => ref.slice(0, ref.lastIndexOf("@"));
  root?.dependsOn.filter((ref) => own.includes(nameOf(ref))).forEach(add);
  return part(bom, needed);
}

/**
 * The bill of the executables: the packages whose code is in the bundles, and Node.js.
 *
 * @param packages as "name@version"
 * @param node the version of Node.js in them
 * @throws if the lock file lacks one of the packages
 */
export function executableBom(bom: Bom, packages: readonly string[], node: string): Bom {
  const unknown = packages.filter((ref) => !bom.components.some((one) => one["bom-ref"] === ref));
  if (unknown.length > 0)
    throw new Error(`package-lock.json lacks ${unknown.join(", ")}, whose code is in the bundles`);
  const { metadata, components, dependencies, ...rest } = part(bom, new Set(packages));
  const program = {
    ...metadata.component,
    "bom-ref": `iispools@${metadata.component.version}`,
    type: "application",
    name: "iispools",
  };
  const runtime = {
    "bom-ref": `node@${node}`,
    type: "platform",
    name: "node",
    version: node,
    cpe: `cpe:2.3:a:nodejs:node.js:${node}:*:*:*:*:*:*:*`,
    purl: `pkg:github/nodejs/node@v${node}`,
    licenses: [{ license: { id: "MIT" } }],
  };
  const own = { ref: program["bom-ref"], dependsOn: [...packages, runtime["bom-ref"]] };
  const others = dependencies.filter(({ ref }) => ref !== metadata.component["bom-ref"]);
  return {
    ...rest,
    metadata: { ...metadata, component: program },
    components: [...components, runtime],
    dependencies: [own, ...others, { ref: runtime["bom-ref"], dependsOn: [] }],
  };
}

/** The bill with these components only. */
function part(bom: Bom, refs: ReadonlySet<string>): Bom {
  const root = bom.metadata.component["bom-ref"];
  return {
    ...bom,
    // Their properties say that some are for the development of the project: here they are what is shipped.
    components: bom.components.filter((one) => refs.has(one["bom-ref"])).map((one) => ({ ...one, properties: [] })),
    dependencies: bom.dependencies
      .filter(({ ref }) => refs.has(ref) || ref === root)
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
}
