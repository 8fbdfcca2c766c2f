import { checkResource } from "./check";
import { declareOnce } from "./check";
import { deleteResource } from "./delete";
import { diffResource, expectDiff } from "./diff";
import { checkCreation } from "./preview-checks";
import { refuseMovedImport } from "./read-import";
import { readResource } from "./read";
import type { CoreResource } from "./resource";
import type { ResourceKind } from "./resource-inputs";
import { createResource, previewResource, updateResource } from "./write";

function settingsResource(kind: ResourceKind): CoreResource {
  return {
    check: (news, resourceName) => checkResource(kind, news, resourceName),
    expectDiff: (news) => {
      expectDiff(kind, news);
    },
    declare: (inputs, resource) => declareOnce(kind, inputs, resource),
    diff: async (id, olds, news, options) => {
      refuseMovedImport(id, olds, news);
      return diffResource(kind, olds, news, options);
    },
    preview: previewResource,
    checkPreview: (inputs, how) => checkCreation(kind, inputs, how),
    create: (inputs, options) => createResource(kind, inputs, options),
    read: (id, props) => readResource(kind, id, props),
    update: (id, olds, news, options) => updateResource(kind, id, olds, news, options),
    delete: (_id, props, options) => deleteResource(kind, props, options),
  };
}

/** An application pool. */
export const appPoolResource: CoreResource = settingsResource("pool");

/** A host's `<applicationPoolDefaults>`. */
export const appPoolDefaultsResource: CoreResource = settingsResource("defaults");
