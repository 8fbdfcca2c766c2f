import { attributeValue, parseXml, type XmlElement, XmlError } from "../../provider/xml/parse";
import { assume } from "../assume";
import { AppcmdError, dataInvalid } from "../errors";
import { runtimePath } from "../runtime/runtime-state";
import { type Answer, type Command, type Context, openConfig } from "./context";

/**
 * A command that `/in` executes for every object of the XML on standard input, as `list … /xml` prints it: each with
 * its own name and configuration. Without `/in` it is the command itself.
 */
export function eachInput(object: string, key: string, command: Command): Command {
  return (context) => {
    if (!context.args.input) return command(context);
    const answers: Answer[] = [];
    let failure: AppcmdError | undefined;
    const undo = assume(context.world, "input-atomicity") === "all-or-nothing" ? remember(context) : undefined;
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
    if (failure !== undefined) undo?.();
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

/** Returns a function that restores the current configuration and runtime data. */
function remember(context: Context): () => void {
  const { path } = openConfig(context);
  const { files } = context.world;
  const before = [path, runtimePath(path)].map((file) => [file, files.read(file)?.toString("utf8")] as const);
  return () => {
    for (const [file, content] of before) {
      if (content === undefined) files.remove(file);
      else files.replace(file, content);
    }
  };
}

function forObject(context: Context, input: XmlElement, name: string | undefined): Context {
  return { ...context, args: { ...context.args, identifier: name ?? context.args.identifier }, input };
}
