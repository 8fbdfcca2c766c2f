import { IisError } from "../../errors";
import { isMoved } from "./diff";
import { inputsOf, type Properties } from "./resource-inputs";

const imported = new Set<string>();

/** Remembers an import of this process, by the id that it answered. */
export function noteImport(id: string): void {
  imported.add(id);
}

/**
 * The engine imports from where the provider's configuration leads, without the connection of the resource, and compares
 * the two afterwards. What it found on another server than the resource's own must not be replaced: that would delete a pool there.
 *
 * @throws IisError `IMPORTED_ELSEWHERE`
 */
export function refuseMovedImport(id: string, olds: Properties, news: Properties): void {
  if (!imported.has(id) || !isMoved(inputsOf(olds), inputsOf(news))) return;
  throw new IisError("IMPORTED_ELSEWHERE", {
    problem:
      `"${id}" was imported from the server of the provider's configuration, and the resource's connection names another ` +
      "one. Nothing is replaced",
    hint:
      "Name that server in the provider's configuration (pulumi config set iis:host <server>, or iis:configFile <file>), or in " +
      "that of an explicit provider. After an up, also remove the resource from the state: pulumi state delete <urn>",
  });
}
