/** The core's answers as the messages of the engine's protocol. */
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { Fault } from "../errors";
import { checkFailure } from "./core/check-failure";
import { type Checked, replacedProperties, type ResourceDiff } from "./core/resource";
import { inputStruct } from "./plugin-values";

const kinds = {
  add: rpc.PropertyDiff.Kind.ADD,
  update: rpc.PropertyDiff.Kind.UPDATE,
  delete: rpc.PropertyDiff.Kind.DELETE,
  replace: rpc.PropertyDiff.Kind.UPDATE_REPLACE,
};

/** A fault as a failed check. */
export function failureOf(fault: Fault): rpc.CheckFailure {
  const { property, reason } = checkFailure(fault);
  return new rpc.CheckFailure().setProperty(property).setReason(reason);
}

/** Checked inputs, or why there are none. */
export function checkResponse({ inputs, faults }: Checked): rpc.CheckResponse {
  return new rpc.CheckResponse().setInputs(inputStruct(inputs)).setFailuresList(faults.map(failureOf));
}

/** What is to change, by its properties where they are known. */
export function diffResponse(diff: ResourceDiff): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(diff.changes ? DIFF_SOME : DIFF_NONE)
    .setReplacesList(replacedProperties(diff))
    .setDeletebeforereplace(true)
    .setHasdetaileddiff(diff.properties.length > 0);
  for (const { path, kind } of diff.properties) {
    response.getDetaileddiffMap().set(path, new rpc.PropertyDiff().setKind(kinds[kind]).setInputdiff(true));
  }
  return response;
}
