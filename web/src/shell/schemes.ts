import type { MantineColorScheme } from "@mantine/core";
import { Monitor, Moon, Sun, type LucideIcon } from "lucide-react";
import type { MessageKey } from "@/messages/messages";

interface Scheme {
  scheme: MantineColorScheme;
  label: MessageKey;
  icon: LucideIcon;
}

/** Light, dark, or as the system has it. */
export const SCHEMES: Scheme[] = [
  { scheme: "light", label: "shell.scheme.light", icon: Sun },
  { scheme: "dark", label: "shell.scheme.dark", icon: Moon },
  { scheme: "auto", label: "shell.scheme.auto", icon: Monitor },
];
