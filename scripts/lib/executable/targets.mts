// The platforms for which programs are packed.
import type { NodePlatform } from "../../../tools/node-binaries/node-binary.mts";

export interface Target {
  /** Node's name of the platform. */
  readonly node: NodePlatform;
  /** Pulumi's name of it, in the file names of plugins. */
  readonly pulumi: string;
}

/** By the names that people give. */
export const targets = {
  "win-x64": { node: "win32-x64", pulumi: "windows-amd64" },
  "win-arm64": { node: "win32-arm64", pulumi: "windows-arm64" },
  "linux-x64": { node: "linux-x64", pulumi: "linux-amd64" },
  "linux-arm64": { node: "linux-arm64", pulumi: "linux-arm64" },
  "darwin-arm64": { node: "darwin-arm64", pulumi: "darwin-arm64" },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof targets;
