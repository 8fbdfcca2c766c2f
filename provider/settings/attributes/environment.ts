import type { Attribute } from "../codecs/codec";
import { variables } from "../codecs/variables";
import { attributeGroup } from "./group";

const attribute = attributeGroup("", "environmentvariables/");

/** The collection `environmentVariables`. */
export const environmentAttributes: readonly Attribute[] = [
  attribute(
    "environmentVariables",
    variables,
    "",
    "Environment variables that worker processes get in addition to the system's.",
    {
      since: "10.0",
      zero: "no variables of the pool's own",
      examples: [{ ASPNETCORE_ENVIRONMENT: "Production" }],
    },
  ),
];
