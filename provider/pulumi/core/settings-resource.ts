import { checkResource, declareOnce } from "./check";
import { createResource, deleteResource, previewPool, previewResource, updateResource } from "./write";
import { diffResource, expectDiff } from "./diff";
import { hideMarkedTexts } from "./hide-marked-texts";
import { checkCreation } from "./preview-checks";
import { readResource, refuseMovedImport } from "./read";
import { poolOwners } from "./owners/pool-owners";
import { type CoreResource, poolPlace, replacedProperties } from "./resource";
import { inputsOf, type Properties, type ResourceKind } from "./resource-inputs";
import { expectNoRequest, expectRequest } from "./sessions";
import { IisError } from "../../errors";

/** A resource that is replaced is deleted at once. */
function expectDeletion(kind: ResourceKind, olds: Properties, news: Properties): void {
  expectNoRequest(kind, news);
  if (kind === "pool") expectRequest(kind, olds);
}

const hint =
  "With Pulumi, refresh and destroy log in as the state says: after another password or key, run pulumi up once without " +
  "--refresh. With ${env:NAME} the login is not in the state";

/**
 * Does work on a server with the connection of the state, as at a refresh or a deletion.
 *
 * @throws IisError `AUTH_FAILED` with a hint if the state has the refused password or key
 */
async function withLoginOfState<T>(properties: Properties, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IisError) || error.code !== "AUTH_FAILED" || !holdsLogin(properties)) throw error;
    throw error.also({ hint });
  }
}

function holdsLogin(properties: Properties): boolean {
  const { connection } = inputsOf(properties);
  const given = [connection?.password, connection?.privateKey];
  return given.some((text) => text !== undefined && !text.startsWith("${env:"));
}

function settingsResource(kind: ResourceKind): CoreResource {
  return hideMarkedTexts({
    check: (news, resourceName) => checkResource(kind, news, resourceName),
    expect: (news, isInState) => {
      if (isInState) expectDiff(kind, news);
      // A pool that takes the place of another one is created after that one's deletion.
      if (!poolOwners.isSuccessor(poolPlace(news) ?? "")) expectRequest(kind, news);
    },
    declare: (inputs, resource) => declareOnce(kind, inputs, resource),
    diff: async (id, olds, news, options) => {
      refuseMovedImport(id, olds, news);
      const diff = await diffResource(kind, olds, news, options);
      if (!diff.changes) expectNoRequest(kind, news);
      else if (replacedProperties(diff).length > 0) expectDeletion(kind, olds, news);
      return diff;
    },
    preview: kind === "pool" ? previewPool : previewResource,
    checkPreview: (inputs, how) => checkCreation(kind, inputs, how),
    create: (inputs, options) => createResource(kind, inputs, options),
    read: (id, props) => withLoginOfState(props, () => readResource(kind, id, props)),
    update: (id, olds, news, options) => updateResource(kind, id, olds, news, options),
    delete: (_id, props, options) => withLoginOfState(props, () => deleteResource(kind, props, options)),
  });
}

/** An application pool. */
export const appPoolResource: CoreResource = settingsResource("pool");

/** A host's `<applicationPoolDefaults>`. */
export const appPoolDefaultsResource: CoreResource = settingsResource("defaults");
