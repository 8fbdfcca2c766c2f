// A pom.xml for the SDK of Java, which the generator writes for Gradle only.

/** What is read of schema.json. */
export interface JavaPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly repository?: string;
  readonly language: {
    readonly java?: { readonly basePackage?: string; readonly dependencies?: Readonly<Record<string, string>> };
  };
}

/** What the generated code imports besides. */
const libraries = { "com.google.code.findbugs:jsr305": "3.0.2", "com.google.code.gson:gson": "2.8.9" };

/** The text of the pom.xml. The coordinates are those of the generated build.gradle. */
export function javaPom({ name, version, description, repository = "", language }: JavaPackage): string {
  const group = language.java?.basePackage ?? "com.pulumi";
  const dependencies = Object.entries({ ...libraries, ...language.java?.dependencies }).map(([id, itsVersion]) => {
    const [groupId = "", artifactId = ""] = id.split(":");
    return `    <dependency>
      <groupId>${groupId}</groupId>
      <artifactId>${artifactId}</artifactId>
      <version>${itsVersion}</version>
    </dependency>
`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>${group}</groupId>
  <artifactId>${name}</artifactId>
  <version>${version}</version>
  <description>${description}</description>
  <url>${repository}</url>
  <properties>
    <maven.compiler.source>11</maven.compiler.source>
    <maven.compiler.target>11</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <project.build.outputTimestamp>1980-01-01T00:00:02Z</project.build.outputTimestamp>
  </properties>
  <dependencies>
${dependencies.join("")}  </dependencies>
</project>
`;
}
