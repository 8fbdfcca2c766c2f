// Stands in for DNS: web-01.example.com is 127.0.1.1, and so on. Loaded with `node --require`.
const dns = require("node:dns");

const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(name.replace(/^web-0*(\d+)\.example\.com$/, "127.0.1.$1"), ...rest);
