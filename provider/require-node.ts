import { nodeProblem } from "./check-node";

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  const error = new Error(problem);
  // One sentence for the reader of a program's output, which would print the stack.
  error.stack = problem;
  throw error;
}
