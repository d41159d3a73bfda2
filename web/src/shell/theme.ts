import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent colour. */
const ink: MantineColorsTuple = [
  "#eff2fd",
  "#dde2f8",
  "#b8c2f1",
  "#8f9fe9",
  "#7084e3",
  "#5a70dd",
  "#4d64d8",
  "#3f53bf",
  "#364aab",
  "#2b3f97",
];

/** Greys with a slight tint of the accent. */
const dark: MantineColorsTuple = [
  "#e6e8ec",
  "#b9bec7",
  "#9aa1ad",
  "#6d7480",
  "#3d434d",
  "#2f343d",
  "#23272e",
  "#1a1d23",
  "#14161b",
  "#0f1115",
];

const gray: MantineColorsTuple = [
  "#f8f9fa",
  "#f2f4f6",
  "#e7eaee",
  "#dadee4",
  "#c4cad2",
  "#9ba3af",
  "#6b7480",
  "#4c545f",
  "#333a44",
  "#1b2128",
];

export const theme = createTheme({
  colors: { ink, dark, gray },
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.4" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  defaultRadius: "sm",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
});
