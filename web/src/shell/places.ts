import {
  BookOpenText,
  Building2,
  FileUp,
  Filter,
  House,
  Info,
  LayoutList,
  type LucideIcon,
  Shapes,
  UsersRound,
} from "lucide-react";
import type { MessageKey } from "@/messages/messages";

export interface Place {
  to: "/" | "/people" | "/organizations" | "/funnel" | "/imports" | "/record-types" | "/vocabularies" | "/glossary" | "/about";
  label: MessageKey;
  icon: LucideIcon;
  /** The second key after `g`. */
  key: string;
}

/** The main pages. */
export const WORK: Place[] = [
  { to: "/", label: "shell.home", icon: House, key: "h" },
  { to: "/people", label: "shell.people", icon: UsersRound, key: "p" },
  { to: "/organizations", label: "shell.organizations", icon: Building2, key: "o" },
  { to: "/funnel", label: "shell.funnel", icon: Filter, key: "f" },
  { to: "/imports", label: "shell.imports", icon: FileUp, key: "i" },
];

/** The pages that explain terms. */
export const REFERENCE: Place[] = [
  { to: "/record-types", label: "shell.recordTypes", icon: LayoutList, key: "r" },
  { to: "/vocabularies", label: "shell.vocabularies", icon: Shapes, key: "v" },
  { to: "/glossary", label: "shell.glossary", icon: BookOpenText, key: "w" },
  { to: "/about", label: "shell.about", icon: Info, key: "a" },
];

export const PLACES = [...WORK, ...REFERENCE];
