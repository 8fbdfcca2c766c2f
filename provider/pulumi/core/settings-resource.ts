import { checkResource } from "./check";
import { diffResource, expectDiff } from "./diff";
import { readResource } from "./read";
import type { CoreResource } from "./resource";
import type { ResourceKind } from "./resource-inputs";
import { createResource, deleteResource, previewResource, updateResource } from "./write";

function settingsResource(kind: ResourceKind): CoreResource {
  return {
    check: (news, resourceName) => checkResource(kind, news, resourceName),
    expectDiff: (news) => {
      expectDiff(kind, news);
    },
    diff: (_id, olds, news, options) => diffResource(kind, olds, news, options?.ignored),
    preview: previewResource,
    create: (inputs, options) => createResource(kind, inputs, options),
    read: (id, props) => readResource(kind, id, props),
    update: (id, olds, news, options) => updateResource(kind, id, olds, news, options),
    delete: (_id, props, options) => deleteResource(kind, props, options),
  };
}

/** An application pool. */
export const appPool: CoreResource = settingsResource("pool");

/** A host's `<applicationPoolDefaults>`. */
export const appPoolDefaults: CoreResource = settingsResource("defaults");
