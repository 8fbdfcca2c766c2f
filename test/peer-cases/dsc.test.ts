import { testSuite } from "./suites";

testSuite("dsc");
