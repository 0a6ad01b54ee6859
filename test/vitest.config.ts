import { dirname } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: dirname(import.meta.dirname),
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{notebooks,browser,package,interop,fuzz}/**", "**/node_modules/**"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/{notebooks,browser,package,interop,fuzz}/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
