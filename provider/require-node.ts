import { nodeProblem } from "./check-node";

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  const error = new Error(problem);
  // One sentence for the reader of a program's output: Node.js would print the stack, and Pulumi what the error is inspected as.
  error.stack = problem;
  Object.defineProperty(error, Symbol.for("nodejs.util.inspect.custom"), { value: () => problem });
  throw error;
}
