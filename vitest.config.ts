import { defineConfig } from "vitest/config";

if (Number.parseInt(process.versions.node, 10) < 24)
  throw new Error(`Steward runs on Node 24, which npm install brings: use npm test (this is ${process.version})`);

export default defineConfig({
  test: {
    projects: [
      // One module graph for all files: each loading its own would take twice the time.
      {
        test: {
          name: "unit",
          pool: "threads",
          isolate: false,
          include: ["**/*.test.ts"],
          exclude: ["node_modules/**", "test/real/**", "data/**", "**/*.slow.test.ts"],
          testTimeout: 20_000, // a busy machine is no fault
        },
      },
      // Those that start processes or wait for what is away: not before every commit.
      {
        test: {
          name: "slow",
          include: ["**/*.slow.test.ts"],
          exclude: ["node_modules/**", "data/**"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "real",
          include: ["test/real/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
    reporters: ["default", "./test/closing-line.ts"],
  },
});
