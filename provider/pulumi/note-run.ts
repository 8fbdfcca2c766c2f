import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { StackName } from "./core/read-stack";
import { runKey, type RunNote } from "./core/run-note";

/** What the dynamic provider has to know of a resource and of this run, among the resource's inputs. */
export function noteRun(name: string): Partial<Record<string, RunNote>> {
  const stack = runningStack();
  if (stack === undefined) return {};
  return { [runKey]: { resource: { id: randomUUID(), name }, stack, isPreview: pulumi.runtime.isDryRun() } };
}

/** Undefined where no engine runs the program, as in a unit test: then the SDK throws. */
function runningStack(): StackName | undefined {
  try {
    const [organization, project, stack] = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()];
    return { name: `${organization}/${project}/${stack}`, urnPrefix: `urn:pulumi:${stack}::${project}::` };
  } catch {
    return undefined;
  }
}
