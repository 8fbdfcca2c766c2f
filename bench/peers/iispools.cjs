// iispools of its single modules, in which as-on-windows.cjs sets the limit. The bundle that people start is faster.
void require("../../dist/provider/cli/start.js").start(process.argv.slice(2));
