import { attributeValue, parseXml, type XmlElement, XmlError } from "../../provider/xml/parse";
import { assume } from "../assume";
import { AppcmdError } from "../appcmd-error";
import { dataInvalid } from "../errors";
import type { Answer, Command, Context } from "./context";

/**
 * A command that `/in` carries out for every object of the XML on standard input, as `list … /xml` prints it: each under
 * its own name, with what its configuration says. Without `/in` it is the command itself.
 */
export function eachInput(object: string, key: string, command: Command): Command {
  return (context) => {
    if (!context.args.input) return command(context);
    const answers: Answer[] = [];
    let failure: AppcmdError | undefined;
    for (const input of readObjects(context, object)) {
      try {
        answers.push(command(forObject(context, input, attributeValue(input, key))));
      } catch (error) {
        if (!(error instanceof AppcmdError)) throw error;
        answers.push({ stdout: error.printed + error.text });
        failure ??= error;
        if (assume(context.world, "input-after-error") === "stops") break;
      }
    }
    const stdout = answers.map((answer) => answer.stdout).join("");
    if (failure !== undefined) throw new AppcmdError("", failure.exitCode, stdout, failure.assumption);
    return { stdout, commit: answers.some(({ commit }) => commit) };
  };
}

/** The objects of one kind on standard input. */
export function readObjects({ world }: Context, object: string): XmlElement[] {
  try {
    const root = parseXml(world.readInput());
    if (root.name.toLowerCase() !== "appcmd") throw dataInvalid();
    return root.children.filter(({ name }) => name.toUpperCase() === object);
  } catch (error) {
    throw error instanceof XmlError ? dataInvalid() : error;
  }
}

function forObject(context: Context, input: XmlElement, name: string | undefined): Context {
  return { ...context, args: { ...context.args, identifier: name ?? context.args.identifier }, input };
}
