import { IisError } from "../../errors";
import { inputsOf, type Properties } from "./resource-inputs";

const hint =
  "With Pulumi, refresh and destroy log in as the state says: after another password or key, run pulumi up once without " +
  "--refresh. With ${env:NAME} the login is not in the state";

/**
 * Does work on a server with the connection of the state, as at a refresh or a deletion.
 *
 * @throws IisError `AUTH_FAILED` with a hint if the state has the refused password or key
 */
export async function withLoginOfState<T>(properties: Properties, work: () => Promise<T>): Promise<T> {
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
