import type * as z from "zod";
import { bool, optional } from "../../input/members";
import { connectionSchema } from "../../transport/connection-schema";

/** Members that several resources and functions share. */

/** The flag that keeps environment variables readable. */
export function showEnvironmentFlag(description: string): z.ZodExactOptional<z.ZodBoolean> {
  return optional(bool()).meta({ description, defaultsTo: "false" });
}

const defaultsTo =
  "what the provider's configuration has of it (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine";

/** The connection of a resource or function. */
export function connectionMember(description: string): z.ZodExactOptional<ReturnType<typeof connectionSchema>> {
  return optional(connectionSchema()).meta({ description, defaultsTo });
}
