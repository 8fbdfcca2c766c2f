import { readFileSync } from "node:fs";
import { sampleConfig } from "../../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./plugin-program";

/** Pools of a program by the names of their resources, each with its properties. */
export type Pools = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The options of a resource; the resource that it depends on by its name. */
export interface ResourceOptions {
  readonly dependsOn?: string;
  readonly [option: string]: unknown;
}

/** Options of resources, by the names of the resources. */
export type Options = Readonly<Record<string, ResourceOptions>>;

/** One of the two ways in which programs declare pools. */
export interface PoolAdapter {
  readonly title: string;
  /** The type of a pool in a URN. */
  readonly type: string;
  make(): Promise<Workspace>;
  /** Writes the program that declares these pools. */
  declare(workspace: Workspace, pools: Pools, options?: Options): void;
}

const applicationHost = (): string => readFileSync(sampleConfig, "utf8");

/** The dynamic provider, in JavaScript, and the plugin, in YAML. */
export const poolAdapters: readonly PoolAdapter[] = [
  {
    title: "the dynamic provider",
    type: "pulumi-nodejs:dynamic/iis:AppPool",
    make: () => makeWorkspace({ program: "", applicationHost: applicationHost() }),
    declare(workspace, pools, options = {}) {
      const lines = Object.entries(pools).map(
        ([name, args]) => `all.${name} = new AppPool("${name}", ${JSON.stringify(args)}, ${optionsOf(options[name])});`,
      );
      const head = 'const { AppPool } = require("pulumi-iis");\nconst all = {};\n';
      workspace.write("index.js", head + lines.join("\n"));
    },
  },
  {
    title: "the plugin",
    type: "iis:index:AppPool",
    make: () => makeYamlWorkspace({ applicationHost: applicationHost() }),
    declare(workspace, pools, options = {}) {
      const resources = Object.entries(pools).map(([name, properties]) => {
        const { dependsOn, ...others } = options[name] ?? {};
        const own = { ...others, ...(dependsOn !== undefined && { dependsOn: [`\${${dependsOn}}`] }) };
        return [name, { type: "iis:AppPool", properties, options: own }];
      });
      workspace.write("Pulumi.yaml", yamlProgram(`resources: ${JSON.stringify(Object.fromEntries(resources))}\n`));
    },
  },
];

function optionsOf(options: ResourceOptions = {}): string {
  const { dependsOn, ...others } = options;
  const text = JSON.stringify(others);
  return dependsOn === undefined ? text : `{ ...${text}, dependsOn: [all.${dependsOn}] }`;
}
