import { testSuite } from "./suites";

testSuite("issues");
