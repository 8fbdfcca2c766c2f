import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { secretFields } from "../transport/ssh-fields";
import type { Properties } from "./core/resource-inputs";
import { isUnknown } from "./core/unknowns";

/** The keys by which the engine knows a secret among plain values: `resource.SigKey` and `resource.SecretSig`. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Where secrets lie: whatever the program says of them, the engine is told that they are. */
const secretGroups: readonly (readonly string[])[] = [
  [],
  ["processModel"],
  ["connection"],
  ["connection", "proxy"],
  ["proxy"],
];

/** The engine's message as plain JSON; nothing as `{}`. */
export function propertiesOf(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

/** Plain JSON as the engine's message, with every password and key marked as a secret. */
export function structOf(properties: Properties): Struct {
  const plain = JSON.parse(JSON.stringify(properties)) as Properties;
  for (const path of secretGroups) {
    const group = path.reduce<unknown>((value, key) => (isGroup(value) ? value[key] : undefined), plain);
    if (isGroup(group)) markSecrets(group, secretFields);
  }
  // The provider's configuration holds its proxy as one text, with whatever secrets are in it.
  if (typeof plain["proxy"] === "string") markSecrets(plain, ["proxy"]);
  return Struct.fromJavaScript(plain as Parameters<typeof Struct.fromJavaScript>[0]);
}

function markSecrets(group: Properties, keys: readonly string[]): void {
  for (const key of keys) {
    const value = group[key];
    if (value !== undefined && !isUnknown(value)) group[key] = { [signatureKey]: secretSignature, value };
  }
}

function isGroup(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
