import { ownValue } from "./record";

/** The form of `${env:NAME}`. */
export const envReferenceForm = /^\$\{env:([A-Za-z_]\w*)\}$/;

/** The name in `${env:NAME}`, which stands for a secret that an environment variable holds; undefined for any other text. */
export function envReference(text: string): string | undefined {
  return envReferenceForm.exec(text)?.[1];
}

/** The fault of a secret in plain text in a file. @param use what to write instead */
export function noSecretsInFiles(use = "${env:NAME}"): string {
  return `secrets are not allowed in files; use ${use}`;
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a value is `$(NAME)` of its own name: Azure DevOps leaves that where the pipeline has no such variable. */
export function isMissingInPipeline(name: string, value: string): boolean {
  return value === `$(${name})`;
}

/** The value of an environment variable that must be set, or why it has none. */
export function readVariable(
  env: Environment,
  name: string,
): { readonly value: string } | { readonly problem: string } {
  const value = ownValue(env, name);
  if (value === undefined) return { problem: `the environment variable ${name} is not set` };
  if (isMissingInPipeline(name, value)) {
    return { problem: `the environment variable ${name} is "$(${name})": the pipeline has no variable ${name}` };
  }
  return value === "" ? { problem: `the environment variable ${name} is empty` } : { value };
}
