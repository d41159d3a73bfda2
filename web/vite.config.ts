import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";

// Where the API answers while the screens are developed; it only answers to its own name.
const server = process.env.CASEBOOK_SERVER ?? "http://127.0.0.1:7171";

const proxy = { "/api": { target: server, changeOrigin: true, headers: { origin: server } } };

export default defineConfig({
  plugins: [react(), compressed()],
  resolve: { tsconfigPaths: true },
  // The server puts a fresh number in its place each time it hands out the page.
  html: { cspNonce: "CASEBOOK_NONCE" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What is needed together comes together: sixty small files took a browser longer than all that is in them.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "start", test: /src\/main\.tsx$/, priority: 2 },
            { name: "list", test: /features\/people\/PartiesPage\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
  test: { environment: "happy-dom", environmentOptions: { happyDOM: { url: "http://localhost/" } }, include: ["src/**/*.test.{ts,tsx}"] },
});
