import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { plainJson, type Properties } from "./core/resource-inputs";
import { inputsWithSecrets, outputsWithSecrets } from "./core/secret-properties";

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
