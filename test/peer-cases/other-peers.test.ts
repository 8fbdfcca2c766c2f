import { testSuite } from "./suites";

testSuite("other-peers");
