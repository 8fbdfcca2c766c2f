/** The form of `${env:NAME}`. */
export const envReferenceForm = /^\$\{env:([A-Za-z_]\w*)\}$/;

/** The name in `${env:NAME}`, which stands for a secret that an environment variable holds; undefined for any other text. */
export function envReference(text: string): string | undefined {
  return envReferenceForm.exec(text)?.[1];
}
