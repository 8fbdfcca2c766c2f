// Loaded before this project's programs (node --require): command lines as long as Windows starts them, on any system. Else the
// comparison would flatter: Linux takes in one command what takes several there.
const local = require("../../dist/provider/transport/local.js");

/** What the local transport allows on Windows, in characters. */
local.processLimit = 30_000;
