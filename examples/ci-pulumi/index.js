const { PoolFile } = require("pulumi-iis");

// adopt: existing pools are taken over, and stay on the servers if they leave the files.
new PoolFile("pools", { files: ["pools/*.yaml"], adopt: true });
