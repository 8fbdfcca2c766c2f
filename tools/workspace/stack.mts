// The stack of a project on a file backend: made and read by its files, as each call of the CLI takes half a second. The engine completes
// them with the first run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, parseDocument } from "yaml";
import type { ProjectPlaces } from "./project.mts";

/** The stack of every project. */
export const stackName = "test";

/** What a checkpoint of the file backend holds. */
interface Checkpoint {
  readonly version: number;
  readonly checkpoint: { readonly stack: string; readonly latest: unknown };
}

/** Makes an empty stack, as `pulumi stack init` does. */
export function makeStack(places: ProjectPlaces): void {
  const file = checkpointFile(places);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(places.state, ".pulumi", "meta.yaml"), "version: 1\n");
  const checkpoint = { stack: `organization/${projectName(places)}/${stackName}`, latest: null };
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint } satisfies Checkpoint));
}

/** The state, as `pulumi stack export` prints it; undefined if it lies elsewhere. */
export function readState(places: ProjectPlaces): unknown {
  const file = checkpointFile(places);
  if (!existsSync(file)) return undefined;
  const { version, checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
  return { version, deployment: checkpoint.latest };
}

/** Sets keys of the stack's config, as `pulumi config set` does, and removes those that are undefined. */
export function configureStack(places: ProjectPlaces, config: Readonly<Record<string, string | undefined>>): void {
  const file = join(places.dir, `Pulumi.${stackName}.yaml`);
  const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
  for (const [key, value] of Object.entries(config)) {
    const path = ["config", key.includes(":") ? key : `${projectName(places)}:${key}`];
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, value);
  }
  writeFileSync(file, document.toString());
}

function checkpointFile(places: ProjectPlaces): string {
  return join(places.state, ".pulumi", "stacks", projectName(places), `${stackName}.json`);
}

function projectName({ dir }: ProjectPlaces): string {
  return (parse(readFileSync(join(dir, "Pulumi.yaml"), "utf8")) as { readonly name: string }).name;
}
