import { join } from "node:path";
import { makeWorkspace, type Workspace, type WorkspaceOptions } from "../../../tools/workspace/workspace.mts";
import { repository, yamlHostFolder } from "../../../tools/workspace/places.mts";

/** A program in YAML for the plugin of this checkout. @param body its resources, and whatever else it has. */
export function yamlProgram(body: string): string {
  const folder = JSON.stringify(join(repository, "plugin"));
  return `name: e2e\nruntime: yaml\nplugins:\n  providers:\n    - { name: iis, path: ${folder} }\n${body}`;
}

/** A workspace in which {@link yamlProgram} runs, written as `Pulumi.yaml`. */
export async function makeYamlWorkspace(options: Omit<WorkspaceOptions, "program" | "language">): Promise<Workspace> {
  return makeWorkspace({ ...options, path: [...(options.path ?? []), await yamlHostFolder()] });
}
