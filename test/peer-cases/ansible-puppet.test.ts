import { testSuite } from "./suites";

testSuite("ansible-puppet");
