import type { MantineColorScheme } from "@mantine/core";
import { Monitor, Moon, Sun, type LucideIcon } from "lucide-react";
import type { WordKey } from "@/words/words";

interface Scheme {
  scheme: MantineColorScheme;
  words: WordKey;
  icon: LucideIcon;
}

/** Light, dark, or as the system has it. */
export const SCHEMES: Scheme[] = [
  { scheme: "light", words: "shell.scheme.light", icon: Sun },
  { scheme: "dark", words: "shell.scheme.dark", icon: Moon },
  { scheme: "auto", words: "shell.scheme.auto", icon: Monitor },
];
