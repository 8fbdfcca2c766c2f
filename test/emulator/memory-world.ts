import { nodeWorld } from "../../emulator/node-world";
import { run } from "../../emulator/run";
import type { Result, World } from "../../emulator/world";

/** Path of the configuration in a memory world. */
export const configPath = "C:\\config\\applicationHost.config";

/** A world without disk, clock and processes; `contents` can be looked into and changed by a test. */
export interface MemoryWorld extends World {
  readonly contents: Map<string, string>;
  /** The time in milliseconds; it stands still until a test moves it. */
  readonly clock: { ms: number };
  readonly config: () => string;
  readonly appcmd: (...argv: string[]) => Result;
  /** The same with this text on standard input. */
  readonly appcmdWith: (input: string, ...argv: string[]) => Result;
}

/** A machine that has this configuration. */
export function memoryWorld(config: string, env: Record<string, string> = {}): MemoryWorld {
  const contents = new Map([[configPath, config]]);
  const clock = { ms: 0 };
  const world: MemoryWorld = {
    env: { APPCMD_EMULATOR_CONFIG: configPath, ...env },
    pid: 100,
    now: () => clock.ms,
    sleep: () => undefined,
    kill: () => {
      throw new Error("killed");
    },
    isAlive: (pid) => pid === 100,
    readSchema: nodeWorld({}).readSchema,
    files: {
      read: (path) => {
        const content = contents.get(path);
        return content === undefined ? undefined : Buffer.from(content, "utf8");
      },
      replace: (path, content) => void contents.set(path, content),
      create: (path, content) => !contents.has(path) && contents.set(path, content) === contents,
      remove: (path) => {
        for (const one of contents.keys()) if (one === path || one.startsWith(`${path}/`)) contents.delete(one);
      },
      list: (path) => [
        ...new Set(
          [...contents.keys()].flatMap((one) =>
            one.startsWith(`${path}/`) ? (one.slice(path.length + 1).split("/")[0] ?? []) : [],
          ),
        ),
      ],
      changed: (path) => (contents.has(path) ? 0 : undefined),
      target: (path) => path,
    },
    contents,
    clock,
    config: () => contents.get(configPath) ?? "",
    readInput: () => "",
    appcmd: (...argv) => run(argv, world),
    appcmdWith: (input, ...argv) => run(argv, { ...world, readInput: () => input }),
  };
  return world;
}

/** A small applicationHost.config round the content of its applicationPools section. */
export function poolsConfig(section: string): string {
  return `<configuration>
    <system.applicationHost>
        <applicationPools>
${section.replace(/^/gm, "            ")}
        </applicationPools>
    </system.applicationHost>
</configuration>
`;
}

/** The content of the applicationPools section, as `poolsConfig` took it. */
export function poolsOf(config: string): string {
  const section = /<applicationPools>\n([\s\S]*?)\n {8}<\/applicationPools>/.exec(config)?.[1];
  return section === undefined ? config : section.replace(/^ {12}/gm, "");
}

/** Calls on the section of the pools. */
export const section = "-section:system.applicationHost/applicationPools";

/** The line by which a change of the section is reported. */
export const applied =
  'Applied configuration changes to section "system.applicationHost/applicationPools" for "MACHINE/WEBROOT/APPHOST" at configuration commit path "MACHINE/WEBROOT/APPHOST"\r\n';
