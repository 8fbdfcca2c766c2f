import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Fault } from "../../errors";
import { checkFailure } from "../core/check";
import { type Checked, replacedProperties, type ResourceDiff } from "../core/resource";
import { plainJson, type Properties } from "../core/resource-inputs";
import { inputsWithSecrets, outputsWithSecrets } from "../core/secret-properties";

/** The engine's message as plain JSON; nothing as `{}`. */
export function propertiesOf(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

/** Inputs as the engine's message, with their secrets marked. */
export function inputStruct(inputs: Properties): Struct {
  return structOf(inputsWithSecrets(plainJson(inputs)));
}

/** Outputs as the engine's message, with their secrets marked. @param shown see {@link outputsWithSecrets} */
export function outputStruct(outputs: Properties, shown?: boolean): Struct {
  return structOf(outputsWithSecrets(plainJson(outputs), shown));
}

function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The core's results as messages of the engine's protocol. */

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

/** The changes, by property if the properties are known. */
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
