import type * as pulumi from "@pulumi/pulumi";

/** Where the SDK keeps the transformations of a resource: its own, then those of its parents and of the stack. */
const key = "__transformations";

/**
 * Has a transformation come after all others for every resource of the class, so that nothing that a program does comes
 * after it. The option `transformations` alone comes before those of parents and of the stack.
 */
export function transformLast(
  resourceClass: { readonly prototype: object },
  last: pulumi.ResourceTransformation,
): void {
  Object.defineProperty(resourceClass.prototype, key, {
    configurable: true,
    set(this: object, transformations: readonly pulumi.ResourceTransformation[]) {
      const value = [...transformations, last];
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
