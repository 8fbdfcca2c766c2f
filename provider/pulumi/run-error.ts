import * as pulumi from "@pulumi/pulumi";
import { visibleText } from "../visible-text";

/** An error of a program, which the engine prints without a stack. */
export function runError(message: string): pulumi.RunError {
  return new pulumi.RunError(visibleText(message));
}
